"""Clipboards as word processors fill them, in their manner and in our words."""

_ITEM = """
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>{sign}
<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>{words}
<o:p></o:p></p>
"""


def _item(level: int, sign: str, words: str) -> str:
    return _ITEM.format(level=level, sign=sign, words=words)


WORD = f"""
<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>
<meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {{margin:0}} @page {{size:1}} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
</head><body lang=FR><!--StartFragment-->
<p class=MsoTitle>Le troc de <span style='color:red'>plantes</span><o:p></o:p></p>
<h2><a name="_Toc1">Matériel</a><o:p></o:p></h2>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Gras</b>, <i>penché</i>,
<span style='font-weight:bold'>gras aussi</span><o:p></o:p></p>
{_item(1, "·", "des pots")}{_item(2, "o", "petits")}{_item(1, "·", "de la <b>terre</b>")}
<h2>Étapes</h2>
{_item(1, "1.", "ouvrir")}{_item(1, "2.", "fermer")}
<table class=MsoTableGrid border=1>
<tr><td width=1><p class=MsoNormal>Qui</p></td><td><p>Quoi</p></td></tr>
<tr><td><p>Ana</p></td><td><p>eau</p></td></tr>
</table>
<p><a href="https://example.org/x">lien</a> <a href="javascript:alert(1)">piège</a>
<img src="file:///c:/x.png"></p><!--EndFragment--></body></html>
"""
WORD_READ = """\
# Le troc de plantes

## Matériel

**Gras**, *penché*, **gras aussi**

-   des pots
    -   petits
-   de la **terre**

## Étapes

1.  ouvrir
2.  fermer

| Qui | Quoi |
|-----|------|
| Ana | eau  |

[lien](https://example.org/x) piège"""

LIBREOFFICE = """
<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><html><head><title></title>
<meta name="generator" content="LibreOffice"/><style type="text/css">p{}</style></head>
<body lang="fr-FR"><p class="title" align="center">Le troc</p>
<h1 class="western">Matériel</h1>
<ul><li><p style="line-height:100%">des <font color="#ff0000"><b>pots</b></font></p></li>
<li><p>de la terre<br/>noire</p></li></ul></body></html>
"""
LIBREOFFICE_READ = """\
# Le troc

# Matériel

-   des **pots**
-   de la terre  \n    noire"""

GOOGLE = """
<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr">
<span style="font-size:16pt">Étapes</span></h2><p dir="ltr">
<span style="font-weight:400">normal </span><span style="font-weight:700">gras</span></p></b>
"""
GOOGLE_READ = "## Étapes\n\nnormal **gras**"

HOSTILE = """
<iframe src="file:///etc/passwd">a</iframe><img src="http://127.0.0.1:1/x">
<object data="/etc/passwd">b</object><p style="display:none">caché</p><p>vu</p>
<link rel="stylesheet" href="http://127.0.0.1:1/y"><script>c()</script>
"""
