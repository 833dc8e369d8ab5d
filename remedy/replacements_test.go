package remedy

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// replaceText does what git filter-repo does with a replacements file, as its
// documentation says: a line is a literal unless it begins with regex: or glob:, the last
// ==> separates what takes its place, and literals come before regexes.
func replaceText(t testing.TB, file, text []byte) []byte {
	t.Helper()
	var regexes [][2]string
	for line := range bytes.SplitSeq(bytes.TrimSuffix(file, []byte("\n")), []byte("\n")) {
		rule, by := strings.TrimRight(string(line), "\r\n"), removedMark
		if i := strings.LastIndex(rule, "==>"); i >= 0 {
			rule, by = rule[:i], rule[i+len("==>"):]
		}
		switch {
		case strings.HasPrefix(rule, "regex:"):
			regexes = append(regexes, [2]string{rule[len("regex:"):], by})
		case strings.HasPrefix(rule, "glob:"):
			t.Fatalf("a glob: %q", line)
		default:
			if rule = strings.TrimPrefix(rule, "literal:"); rule != "" {
				text = bytes.ReplaceAll(text, []byte(rule), []byte(by))
			}
		}
	}
	for _, r := range regexes {
		text = replaceRegex(t, r[0], r[1], text)
	}
	return text
}

// lookaround takes a regex apart into what package regexp knows, and the two assertions
// that it does not.
var lookaround = regexp.MustCompile(`^(?:\(\?<=([^)]*)\))?(.*?)(\(\?!\[0-9A-Za-z_\]\))?$`)

func replaceRegex(t testing.TB, pattern, by string, text []byte) []byte {
	t.Helper()
	m := lookaround.FindStringSubmatch(pattern)
	after := "()"
	if m[3] != "" {
		after = `([^0-9A-Za-z_]|$)`
	}
	// Bytes are read as code points, as Python reads a pattern over bytes.
	re, err := regexp.Compile(`(?s)^(.*?)(` + m[1] + `)(` + m[2] + `)` + after)
	if err != nil {
		t.Fatal(err)
	}
	wide, out := latin1(string(text)), ""
	for {
		at := re.FindStringSubmatchIndex(wide)
		if at == nil {
			return []byte(fromLatin1(out + wide))
		}
		if at[6] == at[7] {
			t.Fatalf("the pattern %q matches nothing", pattern)
		}
		out += wide[:at[6]] + by
		wide = wide[at[7]:]
		// What was read can still be before the next one. No form begins with it here.
	}
}

// awkward are pieces that mean something in a replacements file, in a regex or to git.
var awkward = []string{
	"==>", "=", ">", "literal:", "regex:", "glob:", "***REMOVED***", "\r", "\n", "\r\n", "\t", " ", "\\", "\\1", "\\g<0>", "(", ")", "[", "]", "{2}", "*", "+", "?", "^", "$", "|", ".", "#",
	"é", "日本", "\xff", "\x80", "\x00", "a", "Z", "0", "_", "-", "secret", "AKIA", "-----BEGIN X-----", "'", "\"", "%",
}

func randomSecret(rnd *rand.Rand) string {
	var b strings.Builder
	for range 2 + rnd.IntN(8) {
		b.WriteString(awkward[rnd.IntN(len(awkward))])
	}
	return b.String()
}

// randomForms makes secrets, of which some are within others, and a text with all of them.
func randomForms(rnd *rand.Rand) (forms []form, text []byte) {
	for i := range 1 + rnd.IntN(6) {
		s := randomSecret(rnd)
		if i > 0 && rnd.IntN(3) == 0 {
			s = forms[rnd.IntN(i)].text
			s = s[rnd.IntN(len(s)):]
		}
		forms = append(forms, form{text: s})
	}
	for range rnd.IntN(12) {
		text = append(text, awkward[rnd.IntN(len(awkward))]...)
		if rnd.IntN(2) == 0 {
			text = append(text, forms[rnd.IntN(len(forms))].text...)
		}
	}
	return forms, text
}

// check holds one file to its law: it does what replacer.apply does, and no secret is
// left in what comes out, except where the mark itself holds it.
func check(t *testing.T, forms []form, text []byte) {
	t.Helper()
	r := newReplacer(forms)
	got, want := replaceText(t, r.file(), text), r.apply(text)
	if !bytes.Equal(got, want) {
		t.Fatalf("the file\n%q\nmakes of %q\n%q, not\n%q", r.file(), text, got, want)
	}
	if strings.Count(string(r.file()), "\n") != len(r.literals)+len(r.regexes) {
		t.Fatalf("not one line a form: %q", r.file())
	}
	for _, f := range forms {
		if !bytes.Contains(text, []byte(f.text)) && bytes.Equal(text, want) {
			continue
		}
		// Replacing another one can put bytes together that are this one by chance, so
		// only long ones are looked for.
		if len(f.text) > 2*len(removedMark) && bytes.Contains(got, []byte(f.text)) {
			t.Fatalf("%q is left in %q by the file\n%q", f.text, got, r.file())
		}
	}
}

func TestReplacementsFile(t *testing.T) {
	for seed := range uint64(gittest.Size(3000, 100000)) {
		forms, text := randomForms(rand.New(rand.NewPCG(seed, 5)))
		check(t, forms, text)
	}
}

func FuzzReplacementsFile(f *testing.F) {
	f.Add("a==>b", "literal:x", "1a==>b2literal:x3")
	f.Add("regex:.*", "x\ny", "x\nyregex:.*")
	f.Add("ab", "xaby", "xabyab")
	f.Fuzz(func(t *testing.T, a, b, text string) {
		if a == "" || b == "" {
			return
		}
		check(t, []form{{text: a}, {text: b}}, []byte(text))
	})
}

// TestOnlyBehindItsName: a short password is replaced where it was found, and words that
// hold it stay.
func TestOnlyBehindItsName(t *testing.T) {
	r := newReplacer([]form{{text: "admin", before: "password = \""}, {text: "admin", before: "pw="}})
	text := "password = \"admin\"\nadministrator, admin\npw=admin&x\npw=administrator\npassword = \"admin"
	want := "password = \"***REMOVED***\"\nadministrator, admin\npw=***REMOVED***&x\npw=administrator\npassword = \"***REMOVED***"
	if got := string(r.apply([]byte(text))); got != want {
		t.Errorf("%q", got)
	}
	if got := string(replaceText(t, r.file(), []byte(text))); got != want {
		t.Errorf("by the file: %q\n%s", got, r.file())
	}
}

// TestRealTool compares what git filter-repo does with thousands of lines with what this
// package says that it does.
func TestRealTool(t *testing.T) {
	if _, err := exec.LookPath("git-filter-repo"); err != nil {
		if os.Getenv("SLUICE_FILTER_REPO") == "required" {
			t.Fatal(err)
		}
		t.Skip("git-filter-repo is not installed")
	}
	s := gittest.New(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	var forms []form
	var files []string
	for i := range 3000 {
		secret := fmt.Sprintf("%s%d%s", randomSecret(rnd), i, randomSecret(rnd))
		f := form{text: secret}
		if i%10 == 0 {
			f = form{text: fmt.Sprintf("word%d", i), before: fmt.Sprintf("name%d = '", i)}
		}
		forms = append(forms, f)
	}
	texts := map[string][]byte{}
	for i := range 60 {
		var text []byte
		for range 60 {
			f := forms[rnd.IntN(len(forms))]
			text = append(text, awkward[rnd.IntN(len(awkward))]...)
			if rnd.IntN(4) > 0 {
				text = append(text, f.before...)
			}
			text = append(text, f.text...)
		}
		text = bytes.ReplaceAll(text, []byte{0}, []byte("0")) // git filter-repo leaves binary files
		name := fmt.Sprintf("f%02d", i)
		texts[name] = text
		files = append(files, name)
		s.Write(name, string(text))
	}
	r := newReplacer(forms)
	message := string(bytes.ReplaceAll(texts["f00"], []byte("\n\n"), []byte("\n")))
	s.Git("-c", "core.autocrlf=false", "add", ".")
	s.Pipe([]byte(message), "commit", "-q", "--cleanup=verbatim", "-F", "-")
	before := s.Pipe(nil, "cat-file", "commit", "HEAD")
	_, said, _ := bytes.Cut(before, []byte("\n\n"))
	list := filepath.Join(t.TempDir(), replacementsName)
	s.Must(os.WriteFile(list, r.file(), 0o600))
	s.Git("filter-repo", "--force", "--quiet", "--replace-text", list, "--replace-message", list, "--preserve-commit-encoding", "--replace-refs", "update-no-add")
	for _, name := range files {
		got := s.Pipe(nil, "cat-file", "blob", "HEAD:"+name)
		if want := r.apply(texts[name]); !bytes.Equal(got, want) {
			t.Fatalf("%s: of %q\ncame %q\n not %q", name, texts[name], got, want)
		}
	}
	after := s.Pipe(nil, "cat-file", "commit", "HEAD")
	if _, got, _ := bytes.Cut(after, []byte("\n\n")); !bytes.Equal(got, r.apply(said)) {
		t.Errorf("the message is %q\nnot %q", got, r.apply(said))
	}
}
