"""The shift handover: one record that both leads sign (rules.md, *Handover*)."""
