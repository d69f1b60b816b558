"""What people and other programs read: values → tables, texts, JSON, annotations for GitHub.

The only room that words things. Other rooms give values and :class:`~workflow.model.phrase.Phrase`;
here they are said in the language of the reader (:mod:`.i18n`).
"""
