import ctypes

from pypdfium2 import PdfTextPage

FPDF_ERR_PASSWORD: int

class FS_RECTF:
    left: float
    top: float
    right: float
    bottom: float

def FPDF_GetLastError() -> int: ...
def FPDFText_GetUnicode(text: PdfTextPage, at: int) -> int: ...
def FPDFText_GetFontWeight(text: PdfTextPage, at: int) -> int: ...
def FPDFText_GetFontInfo(
    text: PdfTextPage, at: int, buffer: ctypes.Array[ctypes.c_char], size: int, flags: ctypes.c_int
) -> int: ...
def FPDFText_GetLooseCharBox(text: PdfTextPage, at: int, box: FS_RECTF) -> int: ...
def FPDFText_GetCharOrigin(
    text: PdfTextPage, at: int, x: ctypes.c_double, y: ctypes.c_double
) -> int: ...
