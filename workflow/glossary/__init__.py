"""A glossary at work: its terms found in texts, compared, replaced; glossaries merged (pure)."""
