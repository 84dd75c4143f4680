"""What a person does: one file a topic, one call a transaction, with its rule and its journal."""
