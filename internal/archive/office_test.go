package archive

import (
	"strings"
	"testing"
)

// Documents are known by their elements, too: a program that writes no namespaces is read by
// most others. The text of a paragraph is one line, however it is cut into runs.
func TestOfficeRuns(t *testing.T) {
	for name, document := range map[string]string{
		"docx":      `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>key = ab</w:t></w:r><w:proofErr/><w:r><w:t>c&amp;d</w:t></w:r></w:p></w:body></w:document>`,
		"xlsx":      `<sst><si><r><t>key = ab</t></r><r><rPr><b/></rPr><t>c&#38;d</t></r></si></sst>`,
		"pptx":      `<p:sld><a:p><a:r><a:t>key = ab</a:t></a:r><a:r><a:t>c&amp;d</a:t></a:r></a:p></p:sld>`,
		"odt":       `<office:body><text:p>key = a<text:span text:style-name="T1">bc&amp;</text:span>d</text:p></office:body>`,
		"svg":       `<svg><text y="1">key = a<tspan>bc&amp;</tspan>d</text></svg>`,
		"namespace": `<?xml version="1.0"?>` + "\n" + `<d xmlns="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><h>key = ab<b>c&amp;d</b></h></d>`,
	} {
		data := []byte(document)
		if kind := Detect(data, data); kind != Office {
			t.Errorf("%s: detected as %q", name, kind)
			continue
		}
		if all := walk(t, data, Defaults()); len(all) != 1 || strings.TrimSpace(all[0].data) != "key = abc&d" {
			t.Errorf("%s: %+v", name, all)
		}
	}
	for _, page := range []string{"<html><p>a</p></html>", "<!DOCTYPE html>\n<html lang='en'>"} {
		if data := []byte(page); Detect(data, data) != "" || !IsPage(data) {
			t.Errorf("%s: detected as %q, a page: %v", page, Detect(data, data), IsPage(data))
		}
	}
}
