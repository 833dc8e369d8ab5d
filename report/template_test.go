package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// templated writes a report by a template.
func templated(t *testing.T, text string, r *finding.Report) (string, error) {
	t.Helper()
	w, err := ParseTemplate("own.tmpl", text)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = w(&b, r, Options{})
	return b.String(), err
}

func TestTemplate(t *testing.T) {
	r := sample()
	for text, want := range map[string]string{
		"{{.tool.name}} {{.complete}} {{.count}}":                                                             "sluice false 7",
		"{{range first 2 .by_risk}}{{.fingerprint | trunc 5}} {{end}}":                                        "a1... e5... ",
		"{{range first 1 .findings}}{{join \",\" .tags}}{{end}}":                                              "acme,deploy",
		"{{range first 1 .findings}}{{(index .locations 5).line}}{{end}}":                                     `  key = "acme***" # production`,
		`{{range first 1 .by_risk}}{{eq .severity "critical"}} {{.current}}{{end}}`:                           "true true",
		`{{range first 1 .by_risk}}{{date "2 Jan 2006" .exposure.introduced}}{{end}}`:                         "1 Jan 2024",
		`{{date "2 Jan 2006" "yesterday"}} {{default "none" ""}} {{upper .tool.name}}`:                        "yesterday none SLUICE",
		`{{range .findings}}{{if contains "password" .rule_id}}{{len .locations}}{{end}}{{end}}`:              "5",
		`{{range .findings}}{{range .locations}}{{if eq .kind "reflog"}}{{.ref}}{{end}}{{end}}{{end}}`:        "refs/heads/main",
		`{{csv "=1+1"}} {{csv "a,b"}} {{quote "a\"b"}} {{markdown "a|b"}} {{xml "<b>"}} {{firstLine "a\nb"}}`: "'=1+1 \"a,b\" \"a\\\"b\" `a\\x7cb` &lt;b&gt; a",
	} {
		got, err := templated(t, text, r)
		if err != nil || got != want {
			t.Errorf("%s gives %q, %v, not %q", text, got, err, want)
		}
	}
	if got, err := templated(t, "{{range .findings}}{{.rule_id}}{{else}}none{{end}}", clean()); got != "none" || err != nil {
		t.Errorf("without findings: %q, %v", got, err)
	}
}

// TestTemplateJSON: a template has the report as the json format has it, with all fields.
func TestTemplateJSON(t *testing.T) {
	for seed := range uint64(50) {
		text, err := templated(t, `{"ledger":{{json .ledger}},"findings":{{json .findings}}}`, random(seed))
		if err != nil {
			t.Fatal(err)
		}
		var got, want finding.Report
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := json.Unmarshal([]byte(write(t, "json", random(seed), Options{})), &want); err != nil {
			t.Fatal(err)
		}
		again, err := ReadJSON(strings.NewReader(write(t, "json", &finding.Report{Schema: finding.SchemaV1, Ledger: got.Ledger, Findings: got.Findings}, Options{})))
		if err != nil {
			t.Fatal(err)
		}
		known, err := ReadJSON(strings.NewReader(write(t, "json", &finding.Report{Schema: finding.SchemaV1, Ledger: want.Ledger, Findings: want.Findings}, Options{})))
		if err != nil {
			t.Fatal(err)
		}
		if write(t, "json", again, Options{}) != write(t, "json", known, Options{}) {
			t.Fatalf("seed %d: a template has %+v, not %+v", seed, again, known)
		}
	}
}

// TestTemplateIsInert: what a repository says is printed plain, whatever the template does
// with it.
func TestTemplateIsInert(t *testing.T) {
	fields := "{{.path}} {{.line}} {{.message}} {{.author_name}} {{html .path}} {{csv .path}} {{quote .path}} {{json .path}} {{markdown .path}} {{xml .path}} {{lower .path}} {{trunc 20 .path}} {{firstLine .message}} {{join \" \" .owners}} {{printf \"%s %v %q\" .path .path .path}} {{print .}} {{.}}"
	for seed := range uint64(50) {
		for _, r := range []*finding.Report{random(seed), sample()} {
			got, err := templated(t, "{{range .findings}}{{range .locations}}"+fields+"\n{{end}}{{.}}\n{{end}}{{.}}\n", r)
			if err != nil {
				t.Fatal(err)
			}
			if strings.ContainsFunc(got, func(c rune) bool { return c != '\n' && unprintable(c) }) {
				t.Fatalf("seed %d: not all of it is printable: %q", seed, got)
			}
		}
	}
	r := sample()
	if _, err := templated(t, "{{range .findings}}{{.}}{{end}}", r); err != nil || !reflect.DeepEqual(r, sample()) {
		t.Errorf("the report has changed, %v", err)
	}
}

// TestTemplateErrors: an error names the file and the line.
func TestTemplateErrors(t *testing.T) {
	for text, want := range map[string]string{
		"a\n{{.complet}}":                       "template own.tmpl:2:",
		"\n\n{{range .findings}}":               "template own.tmpl:3:",
		"{{nofunction}}":                        `function "nofunction" not defined`,
		"{{env \"HOME\"}}":                      `function "env" not defined`,
		"{{range .findings}}\n{{.Rule}}{{end}}": "template own.tmpl:2:",
		"{{join \",\" .count}}":                 "join takes a list",
		"{{first 1 .count}}":                    "first takes a list",
		"{{template \"other\"}}":                "own.tmpl:1:",
	} {
		if got, err := templated(t, text, sample()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %q, %v; want an error with %q", text, got, err, want)
		}
	}
	w, err := ParseTemplate("own.tmpl", strings.Repeat("much text ", 1000))
	if err != nil {
		t.Fatal(err)
	}
	if err := w(&full{7}, sample(), Options{}); !errors.Is(err, errFull) || !strings.Contains(err.Error(), "own.tmpl") {
		t.Errorf("a full disk is %v", err)
	}
}

// TestTemplatePage: the examples of the page work, and it has every function and no other.
func TestTemplatePage(t *testing.T) {
	text, err := os.ReadFile("../docs/reference/templates.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```gotemplate\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(examples) < 3 {
		t.Errorf("%d examples", len(examples))
	}
	for _, e := range examples {
		for _, r := range []*finding.Report{clean(), random(3)} {
			if _, err := templated(t, e[1], r); err != nil {
				t.Errorf("%s\ngives %v", e[1], err)
			}
		}
		if got, err := templated(t, e[1], sample()); err != nil || !strings.Contains(got, "config/prod env #1%.yml") {
			t.Errorf("%s\ngives %q, %v", e[1], got, err)
		}
	}
	_, functions, _ := strings.Cut(string(text), "## Functions")
	functions, _, _ = strings.Cut(functions, "## Examples")
	known := templateFunctions()
	for _, m := range regexp.MustCompile("(?m)^\\| (`.*?) \\|").FindAllStringSubmatch(functions, -1) {
		for _, call := range regexp.MustCompile("`([A-Za-z]+) ").FindAllStringSubmatch(m[1], -1) {
			if known[call[1]] == nil {
				t.Errorf("there is no function %s", call[1])
			}
			delete(known, call[1])
		}
	}
	for name := range known {
		t.Errorf("the page lacks %s", name)
	}
}
