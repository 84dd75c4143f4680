"""Who is on, why, where cover is missing, and who could fill it (rules.md, *Rota*). Pure."""
