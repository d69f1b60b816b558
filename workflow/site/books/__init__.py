"""Articles and issues as PDF and EPUB."""

from workflow.site.books.book import Book, Chapter
from workflow.site.books.chapters import chapter_of
from workflow.site.books.epub import bound
from workflow.site.books.pdf import Printed, printed

__all__ = ["Book", "Chapter", "Printed", "bound", "chapter_of", "printed"]
