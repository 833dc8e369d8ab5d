package main

import (
	"fmt"
	"strings"
	"testing"
)

// Formats and files pair by the ending of the file, whatever the order, and what
// cannot be paired without a doubt is an error.
func TestPairs(t *testing.T) {
	for call, want := range map[string]string{
		"":                                      "text>",
		"-f json":                               "json>",
		"-o -":                                  "text>",
		"-o report":                             "text>report",
		"-f json -o report":                     "json>report",
		"-o b.sarif":                            "sarif>b.sarif",
		"-o b.xml":                              "junit>b.xml",
		"-o b.CSV":                              "csv>b.CSV",
		"-o b.txt":                              "text>b.txt",
		"-o a.ndjson":                           "jsonl>a.ndjson",
		"-f text -f json -o y.json":             "json>y.json text>",
		"-o y.json -f json -f text":             "json>y.json text>",
		"-f json -f text -o y.json":             "json>y.json text>",
		"-f text -f json -o - -o y.json":        "text> json>y.json",
		"-f sarif -o a.sarif -f json -o b.json": "sarif>a.sarif json>b.json",
		"-f sarif -o b.json -f json -o a.sarif": "json>b.json sarif>a.sarif",
		"-f gitleaks -o report.json":            "gitleaks>report.json",
		"-f json -o a.json -f gitleaks -o b.json": "json>a.json gitleaks>b.json",
		"-f sarif -o a.sarif.json":                "sarif>a.sarif.json",
		"-f json -f text -o one -o two":           "json>one text>two",

		"-f template -o y.json":                  "template>y.json",
		"-f template":                            "template>",
		"-f template -f json -o y.json -o z.csv": "json>y.json template>z.csv",
		"-f template -f text -o out -o z":        "template>out text>z",
		"-o b.md":                                "markdown>b.md",
		"-f incident -o b.md":                    "incident>b.md",

		"-f text -o y.json":                         "! write -f json -o y.json",
		"-f json -o a.sarif":                        "! write -f sarif -o a.sarif",
		"-f text -f json -o out":                    "! not clear which report goes to out",
		"-f json -o one -o two":                     "! not clear",
		"-f json -f sarif":                          "! standard output",
		"-f json -f sarif -f text -o a.json":        "! standard output",
		"-f json -o a.json -f gitleaks -o ./a.json": "! two reports go to ./a.json",
		"-f jsno": "! did you mean json?",
		"-o=":     "! -o is empty",
	} {
		var formats, files []string
		words := strings.Fields(call)
		for i := 0; i < len(words); i++ {
			switch words[i] {
			case "-f":
				i++
				formats = append(formats, words[i])
			case "-o":
				i++
				files = append(files, words[i])
			case "-o=":
				files = append(files, "")
			}
		}
		all, err := pairs(formats, files)
		var got []string
		for _, p := range all {
			got = append(got, p.format+">"+p.file)
		}
		if text, isError := strings.CutPrefix(want, "! "); isError {
			if err == nil || !strings.Contains(err.Error(), text) {
				t.Errorf("%q: %v, %v; want an error with %q", call, got, err, text)
			}
		} else if fmt.Sprint(got) != fmt.Sprint(strings.Fields(want)) || err != nil {
			t.Errorf("%q: %v, %v; want %s", call, got, err, want)
		}
	}
}
