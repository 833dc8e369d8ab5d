package proof

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// disguises are ways in which lines of a key stand in other texts.
var disguises = map[string]func(lines []string) string{
	"compose": func(l []string) string { return "web_1  | " + strings.Join(l, "\nweb_1  | ") },
	"log":     numbered("2024-05-01T10:00:%02d.123456789Z INFO key: "),
	"JSON log": func(l []string) string {
		return `{"log":"` + strings.Join(l, "\\n\",\"time\":\"2024-05-01\"}\n{\"log\":\"") + `"}`
	},
	"numbers":  numbered("%4d: "),
	"removed":  func(l []string) string { return "-" + strings.Join(l, "\n-") },
	"SQL":      func(l []string) string { return "-- " + strings.Join(l, "\n-- ") },
	"mail":     func(l []string) string { return "> > " + strings.Join(l, "\n> > ") },
	"glued":    func(l []string) string { return "/" + strings.Join(l, "\n/") },
	"colours":  func(l []string) string { return "\x1b[32m" + strings.Join(l, "\x1b[0m\n\x1b[32m") },
	"form":     func(l []string) string { return url.QueryEscape(strings.Join(l, "\n")) },
	"percent":  func(l []string) string { return strings.Join(l, "%0A") },
	"entities": func(l []string) string { return strings.Join(l, "&#xA;") },
	"breaks":   func(l []string) string { return strings.Join(l, "<br/>") },
	"broken":   func(l []string) string { return strings.Join(l, "<br>\n") },
	"table":    func(l []string) string { return "<tr><td>" + strings.Join(l, "</td></tr>\n<tr><td>") + "</td></tr>" },
	"markdown": func(l []string) string { return "| key | " + strings.Join(l, "<br>") + " |" },
	"echo":     func(l []string) string { return `echo "` + strings.Join(l, "\" >> key.pem\necho \"") + `" >> key.pem` },
	"SQL code": func(l []string) string { return "'" + strings.Join(l, "'||chr(10)||'") + "'" },
	"Basic":    func(l []string) string { return `"` + strings.Join(l, "\" & vbCrLf & _\n  \"") + `"` },
	"no width": func(l []string) string { return strings.Join(l, "\u200b\n\u200b") },
	"hyphens": func(l []string) string {
		return strings.Replace(strings.Join(l, "\n"), l[1], l[1][:40]+"\u00ad"+l[1][40:], 1)
	},
	"next line": func(l []string) string { return strings.Join(l, "\u0085") },
	"separator": func(l []string) string { return strings.Join(l, "\u2028") },
	"quoted":    func(l []string) string { return strings.ReplaceAll(strings.Join(l, "=20\n"), "==", "=3D=3D") },
}

func numbered(format string) func(lines []string) string {
	return func(lines []string) (text string) {
		for i, line := range lines {
			text += fmt.Sprintf(format, i) + line + "\n"
		}
		return text
	}
}

// TestPEMLines: what stands in the lines of a key does not change what is known about it.
func TestPEMLines(t *testing.T) {
	t.Parallel()
	for notation, want := range map[string]string{"RSA:1024": "RSA, 1024 bits", "EC": "EC, P-256", "ED25519": "Ed25519"} {
		for seed := range uint64(5) {
			key := expand(t, "{pem:"+notation+"}", seed)
			lines := strings.Split(strings.TrimSpace(key), "\n")
			for name, disguise := range disguises {
				text := disguise(lines)
				if name == "form" { // a rule sees it without the signs of percent
					text = strings.ReplaceAll(text, "%2F", "/")
				}
				if got := Check("pem-lines", []byte(text), nil); got.Verdict != Proven || got.Facts[0] != want {
					t.Errorf("%s, %s: %+v\n%s", name, notation, got, text)
				}
				cut := strings.Replace(text, lines[1][:8], "", 1)
				if got := Check("pem-lines", []byte(cut), nil); got.Verdict != Impossible {
					t.Errorf("%s, %s, without eight characters: %+v", name, notation, got)
				}
			}
		}
	}
}

// TestPEMLinesOfNoKey: what is no key is impossible, whatever its frame says.
func TestPEMLinesOfNoKey(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "...", expand(t, "{base64:64}\n{base64:64}", 1), "MIIB" + strings.Repeat("A", 60), "MHcCAQEE"} {
		if got := Check("pem-lines", []byte(begin("EC PRIVATE KEY")+"\n# "+body+"\n"+end("EC PRIVATE KEY")), nil); got.Verdict != Impossible {
			t.Errorf("%q: %+v", body, got)
		}
	}
}

func FuzzPEMLines(f *testing.F) {
	f.Add(begin("EC PRIVATE KEY") + "\n# MHcCAQEEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" + end("EC PRIVATE KEY"))
	f.Add(begin("PRIVATE+KEY") + "%0AMIIB%2B<br>&#xA;" + end("PRIVATE+KEY"))
	f.Fuzz(func(t *testing.T, text string) {
		if r := Check("pem-lines", []byte(text), nil); r.Verdict == Doubtful {
			t.Errorf("%+v: what is no key is not to be found", r)
		}
	})
}
