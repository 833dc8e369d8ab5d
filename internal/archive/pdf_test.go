package archive

import (
	"encoding/ascii85"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"
)

// pdfOf makes a PDF of streams, each a dictionary and its content.
func pdfOf(streams ...string) []byte {
	out := "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
	for i := 0; i < len(streams); i += 2 {
		out += fmt.Sprintf("%d 0 obj\n<< /Length %d %s >>\nstream\n%s\nendstream\nendobj\n", 10+i/2, len(streams[i+1]), streams[i], streams[i+1])
	}
	return []byte(out + "trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n")
}

func TestPDF(t *testing.T) {
	const page = "BT /F1 12 Tf 72 700 Td (pass) Tj [(wo) -20 (rd) -400 (is) 30 (:)] TJ 0 -14 Td (a\\(b\\)\\051\\\\) Tj " +
		"10 0 Td <48656c6c6f> Tj ET % a comment\nBT (next) ' ET\n"
	const text = "\npassword is:\na(b))\\ Hello\n\n a comment\nnext"
	var a85 strings.Builder
	w := ascii85.NewEncoder(&a85)
	_, _ = w.Write([]byte(zlibOf("an attached file"))) // a builder takes all
	_ = w.Close()
	data := pdfOf("/Filter /FlateDecode", zlibOf(page), "", page, "/Filter/FlateDecode /Type /ObjStm", zlibOf("1 0 << /V (text) >>"),
		"/Filter [/ASCII85Decode /FlateDecode]", a85.String()+"~>", "/Filter [ /AHx ]", hex.EncodeToString([]byte("some hex"))+">",
		"/Subtype /Image /Filter /FlateDecode", zlibOf("a\x00picture\x01\x02\x03\x04"), "/Filter /DCTDecode", "\xff\xd8\xff", "", "as it is",
		"/Filter /LZWDecode", "xyz")
	if kind := Detect(data, data); kind != PDF {
		t.Fatalf("detected as %q", kind)
	}
	all := walk(t, data, Defaults())
	got := map[string]shown{}
	for _, s := range all {
		got[s.path] = s
	}
	for path, want := range map[string]string{
		"pdf!10": text, "pdf!11": text, "pdf!12": "1 0 << /V (text) >>", "pdf!13": "an attached file", "pdf!14": "some hex", "pdf!17": "",
	} {
		if s := got[path]; strings.TrimSpace(s.data) != strings.TrimSpace(want) || s.miss != nil {
			t.Errorf("%s: %q, %v, want %q", path, s.data, s.miss, want)
		}
	}
	if s := got["pdf!18"]; s.miss == nil || s.miss.Reason != UnknownMethod {
		t.Errorf("LZW: %+v", s)
	}
	if len(all) != 7 {
		t.Errorf("%d members: %+v", len(all), all)
	}
}

func TestPDFThatIsNotRead(t *testing.T) {
	data := pdfOf("/Filter /FlateDecode", zlibOf(strings.Repeat("some text ", 100)))
	encrypted := strings.Replace(string(data), "/Root", "/Encrypt 5 0 R /Root", 1)
	if got := misses(walk(t, []byte(encrypted), Defaults())); len(got) != 1 {
		t.Errorf("encrypted: %v", got)
	}
	packed := zlibOf(strings.Repeat("some text ", 100))
	damaged := strings.Replace(string(data), packed, packed[:len(packed)/2], 1)
	if got := misses(walk(t, []byte(damaged), Defaults())); len(got) != 1 {
		t.Errorf("damaged: %v", got)
	}
}

// Text in numbers of glyphs is shown by the tables that know all of them.
func TestPDFGlyphs(t *testing.T) {
	const table = "/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n" +
		"2 beginbfchar <0003> <0020> <0010> <006600660069> endbfchar\n2 beginbfrange <0020> <0039> <0061>\n<0040> <0041> [<0030> <0031>] endbfrange\nendcmap"
	page := "BT [<0020002100220003> -10 <00400041>] TJ T* (\x00\x10) Tj T* <00990020> Tj ET"
	data := pdfOf("/Filter /FlateDecode", zlibOf(page), "/Filter /FlateDecode", zlibOf(table))
	all := walk(t, data, Defaults())
	wants(t, all, shown{path: "pdf!10/1", data: "abc 01\nffi\n\n"})
	if len(all) != 3 || len(misses(all)) > 0 {
		t.Errorf("%+v", all)
	}
}

func FuzzPDF(f *testing.F) {
	fuzz(f, PDF, pdfOf("", "BT <0001> Tj ET", "", "begincmap 1 beginbfrange <0001> <ffff> <0041> <0001> <0002> [<0041>] endbfrange"), pdfOf("/Filter /FlateDecode", zlibOf("BT (a) Tj <41> Tj ET")), pdfOf("", "BT [(a) -300 (\\051)] TJ ET"), pdfOf("/Filter [/A85 /AHx]", "xyz~>"))
}

// Hostile files take no time: what is not charged to the budget is gone through once.
func TestHostileDocuments(t *testing.T) {
	pages := smallSQLite("")
	for name, data := range map[string][]byte{
		"streams without an end":  []byte("%PDF-1.4\n" + strings.Repeat("<<>>stream\n", 300_000)),
		"streams of nothing":      []byte("%PDF-1.4\n" + strings.Repeat("<</Filter/Fl>>stream\nendstream", 20_000)),
		"tables of nothing":       []byte("%PDF-1.4\n" + strings.Repeat("<<>>stream\nbegincmap endstream", 20_000)),
		"a long string":           pdfOf("/Filter/Fl", zlibOf("BT ("+strings.Repeat("a", 10<<20)+") Tj ET")),
		"a constant in many uses": pycOf(strings.Repeat("d\x00Z\x00", 500_000), []string{strings.Repeat("x", 100)}, []string{"N"}),
		"a database of nothing":   append(pages, make([]byte, 4<<20)...),
	} {
		begin := time.Now()
		walk(t, data, Defaults())
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

// rowsOf returns rows of eight bytes as the predictors of PNG write them, each by another one.
func rowsOf(text string) string {
	var out strings.Builder
	before := make([]byte, 8)
	for i := 0; i < len(text); i += 8 {
		row := []byte((text[i:] + "        ")[:8])
		filter := byte(i / 8 % 5)
		out.WriteByte(filter)
		for k, b := range row {
			var left, corner byte
			if k > 0 {
				left, corner = row[k-1], before[k-1]
			}
			out.WriteByte(b - predicted(filter, left, before[k], corner))
		}
		before = row
	}
	return out.String()
}

// TestPDFForms holds that streams are found and read in forms that are rare and that
// readers accept.
func TestPDFForms(t *testing.T) {
	const text = "an attached file with a few more words, of several rows in all"
	for name, data := range map[string][]byte{
		"junk before it":       append([]byte("\xfb\x8c\x01junk"), pdfOf("/Filter /FlateDecode", zlibOf(text))...),
		"a name in numbers":    pdfOf("/Filter /Flate#44ecode", zlibOf(text)),
		"rows as in PNG":       pdfOf("/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 8 >>", zlibOf(rowsOf(text))),
		"letters at places":    pdfOf("/Filter /FlateDecode", zlibOf("BT /F1 12 Tf ("+strings.Join(strings.Split(text, ""), ") Tj 6 0 Td (")+") Tj ET")),
		"a filter elsewhere":   append(pdfOf("/Filter 7 0 R", zlibOf(text)), "7 0 obj /FlateDecode endobj"...),
		"a comment":            []byte(strings.Replace(string(pdfOf("/Filter /FlateDecode", zlibOf(text))), ">>\nstream", ">> %c\nstream", 1)),
		"text in a picture":    pdfOf("/Filter /FlateDecode /Subtype /Image", zlibOf(text)),
		"a long dictionary":    pdfOf("/Filter /FlateDecode /X ("+strings.Repeat("a", 20<<10)+")", zlibOf(text)),
		"bytes to the left":    pdfOf("/Filter /FlateDecode /DecodeParms << /Predictor 2 /Columns 64 >>", zlibOf(string(differences(text)))),
		"a number on two rows": []byte(strings.Replace(string(pdfOf("/Filter /FlateDecode", zlibOf(text))), "10 0 obj", "10\n0\nobj", 1)),
	} {
		if kind := Detect(data, data); kind != PDF {
			t.Errorf("%s: detected as %q", name, kind)
			continue
		}
		all := walk(t, data, Defaults())
		if len(all) != 1 || all[0].path != "pdf!10" || strings.TrimSpace(all[0].data) != text || all[0].miss != nil {
			t.Errorf("%s: %+v", name, all)
		}
	}
}

func differences(text string) []byte {
	row := []byte(text)
	for i := len(row) - 1; i > 0; i-- {
		row[i] -= row[i-1]
	}
	return row
}
