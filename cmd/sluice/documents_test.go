package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"

	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/rules"
)

// What the documents say is tested here and in documents_run_test.go. A block of a page is
//
//	sh        commands. Each runs, and exits with 0, or with N if "# exits N" is behind it
//	console   commands behind "$ ", and what they print; "..." stands for anything
//	toml, yaml, json, go    data that must parse
//	text, or without a kind    an illustration, which holds no command
//
// An indented block holds commands if a line of it begins with the name of a program of
// this repository. A comment before a block says more:
//
//	<!-- test: NAME -->        a fresh repository of that name, for this block and those behind it
//	<!-- setup: COMMANDS -->   shell commands that the reader does not see
//	<!-- not run: REASON -->   the commands of the block are only parsed

// documentRoot is the root of the checkout.
var documentRoot = filepath.Join("..", "..")

// A docPage is a Markdown file of this repository.
type docPage struct {
	name   string // from the root of the repository on
	text   string
	blocks []docBlock
}

// A docBlock is a block of code in a page.
type docBlock struct {
	line   int    // of its first line of content, from 1
	kind   string // what stands behind the fence; "indented" without one
	lines  []string
	test   string // the repository that begins here, if any
	setup  string // commands to run before
	notRun string // why the commands are not run
}

// commandLine finds a command of a program of this repository at the beginning of a line.
var commandLine = regexp.MustCompile(`^(\$ |[A-Z_]+=\S+ )*(sluice|gitleaks|go run \./(cmd/sluice|benchmarks/\w+)) `)

// isGenerated reports whether a page is made from the program, or is a text of it, whose
// examples name files of a reader. Their commands are parsed and not run.
func (p docPage) isGenerated() bool {
	return strings.HasPrefix(p.text, "<!-- Written by ") || strings.HasPrefix(p.name, "cmd/")
}

// hasCommands reports whether a block is commands to type.
func (b docBlock) hasCommands() bool {
	return b.kind == "sh" || b.kind == "console" || b.kind == "indented" && slices.ContainsFunc(b.lines, commandLine.MatchString)
}

var (
	docComment  = regexp.MustCompile(`^\s*<!--\s*(test|setup|not run):\s*(.*?)\s*-->$`)
	docFence    = regexp.MustCompile("^( *)```([a-z]*)$")
	docListItem = regexp.MustCompile(`^\s*([-*]|\d+\.) `)
)

// docPages returns all pages.
func docPages(t *testing.T) []docPage {
	t.Helper()
	var pages []docPage
	err := filepath.WalkDir(documentRoot, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata"):
			return fs.SkipDir
		case filepath.Ext(path) != ".md":
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(documentRoot, path)
		if err != nil {
			return err
		}
		pages = append(pages, parsePage(filepath.ToSlash(name), string(text)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// parsePage finds the blocks of a page.
func parsePage(name, text string) docPage {
	page := docPage{name: name, text: text}
	var said docBlock // what comments say of the next block
	inList, blank := false, true
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if m := docComment.FindStringSubmatch(line); m != nil {
			switch m[1] {
			case "test":
				said.test = m[2]
			case "setup":
				said.setup += m[2] + "\n"
			case "not run":
				said.notRun = m[2]
			}
			continue
		}
		b := docBlock{test: said.test, setup: said.setup, notRun: said.notRun}
		switch m := docFence.FindStringSubmatch(line); {
		case m != nil:
			b.kind, b.line = m[2], i+2
			for i++; i < len(lines) && strings.TrimSpace(lines[i]) != "```"; i++ {
				b.lines = append(b.lines, strings.TrimPrefix(lines[i], m[1]))
			}
		case blank && !inList && strings.HasPrefix(line, "    "):
			b.kind, b.line = "indented", i+1
			for ; i < len(lines) && strings.HasPrefix(lines[i], "    "); i++ {
				b.lines = append(b.lines, strings.TrimPrefix(lines[i], "    "))
			}
			i--
		default:
			if blank = strings.TrimSpace(line) == ""; !blank {
				inList = docListItem.MatchString(line) || inList && strings.HasPrefix(line, " ")
				said.notRun = "" // it is for the very next block
			}
			continue
		}
		page.blocks = append(page.blocks, b)
		said, blank = docBlock{}, false
	}
	return page
}

// TestDocumentBlocks: every block is of a kind that a test knows, data in it parses, and
// a block that is not run says why.
func TestDocumentBlocks(t *testing.T) {
	t.Parallel()
	schema := reportSchema(t)
	examples := examplesOfPackages(t)
	for _, page := range docPages(t) {
		for _, b := range page.blocks {
			text := strings.Join(b.lines, "\n") + "\n"
			var err error
			switch b.kind {
			case "sh", "console", "indented":
			case "", "text":
				for _, line := range b.lines {
					if commandLine.MatchString(line) {
						err = errors.New("a command in an illustration: the block must be sh or console")
					}
				}
			case "toml":
				err = parseRuleFile(text)
			case "yaml":
				var v any
				err = yaml.Unmarshal([]byte(text), &v)
			case "json":
				err = parseJSON(text, schema)
			case "go":
				if squeezed := squeeze(text); !strings.Contains(examples, squeezed) {
					err = errors.New("no example_test.go has this code")
				}
			case "gotemplate": // a test of package report runs them
			default:
				err = errors.New("no test knows this kind of block")
			}
			if err != nil {
				t.Errorf("%s:%d: %v", page.name, b.line, err)
			}
		}
	}
}

// parseRuleFile reads TOML, as a rule file if it looks like one.
func parseRuleFile(text string) error {
	var tables map[string]any
	if _, err := toml.Decode(text, &tables); err != nil {
		return err
	}
	for _, table := range []string{"rules", "allowlists", "generic", "extend", "context"} {
		if _, ok := tables[table]; ok {
			_, err := rules.Parse(".sluice.toml", []byte(text))
			return err
		}
	}
	return nil
}

// parseJSON reads values of JSON, and holds a whole report to the schema of reports.
func parseJSON(text string, schema *jsonschema.Schema) error {
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var raw json.RawMessage
		if err := d.Decode(&raw); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			return err
		}
		if object, ok := v.(map[string]any); ok && object["schema"] == "sluice.report/v1" {
			if err := schema.Validate(v); err != nil {
				return err
			}
		}
	}
}

func reportSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(report.Schema())))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.json", v); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// examplesOfPackages returns the code of all runnable examples.
func examplesOfPackages(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(documentRoot, "*", "example*_test.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(squeeze(string(text)))
	}
	return all.String()
}

// squeeze returns a text with one blank for each run of white space.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }

// TestDocumentCommands: every call of the program in a sentence, and in a block that is
// not run, names a command that there is, with flags that it has. Every flag that stands
// alone is one of some command.
func TestDocumentCommands(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile("`((?:sluice|go run \\./benchmarks/\\w+)(?: [^`]*)?|--?[a-z][^`]*)`")
	known, calls := allFlags(), 0
	for _, page := range docPages(t) {
		if page.name == "CHANGELOG.md" { // which may name what is gone
			continue
		}
		check := func(line int, call string) {
			if err := parseCall(call, known); err != nil {
				t.Errorf("%s:%d: `%s`: %v", page.name, line, call, err)
			}
			calls++
		}
		fenced := false
		for i, line := range strings.Split(page.text, "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "```") {
				fenced = !fenced
			}
			if !fenced && !strings.HasPrefix(line, "    ") {
				for _, m := range inline.FindAllStringSubmatch(line, -1) {
					check(i+1, m[1])
				}
			}
		}
		for _, b := range page.blocks {
			if !b.hasCommands() {
				continue
			}
			for i, line := range b.lines {
				if call := strings.TrimPrefix(strings.TrimSpace(line), "$ "); commandLine.MatchString(line) {
					check(b.line+i, call)
				}
			}
		}
	}
	if calls < 500 {
		t.Errorf("only %d calls were seen", calls)
	}
}

// foreignFlags are flags of other programs that sentences name without the program.
var foreignFlags = strings.Fields(`--no-verify --force --mirror --cached --amend --reset-author --author --date
	--all-files --replace-text --replace-message --invert-paths --paths-from-file --mailmap --exclude-paths --exclude-lines
	--exclude-files --exclude-secrets --word-list --diff -diff -enc --ldflags -ldflags -trimpath --tags -tags --depth --unshallow --all
	--relative --stdin --user -git -gcflags --no-ext-diff --no-textconv -p -z -b -a -c -e -t --batch --unordered`)

// allFlags returns the names of all flags, of all commands.
func allFlags() map[string]bool {
	known := map[string]bool{"--help": true, "-h": true, "--version": true}
	for _, f := range foreignFlags {
		known[f] = true
	}
	add := func(f *pflag.Flag) {
		known["--"+f.Name] = true
		if f.Shorthand != "" {
			known["-"+f.Shorthand] = true
		}
	}
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		c.Flags().VisitAll(add)
		c.PersistentFlags().VisitAll(add)
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	var code int
	walk(newRoot(documentEnvironment(), &code, nil))
	walk(newGitleaks(documentEnvironment(), &code))
	return known
}

func documentEnvironment() environment {
	return environment{stdin: strings.NewReader(""), stdout: plain.NewWriter(io.Discard), stderr: plain.NewWriter(io.Discard), getenv: func(string) string { return "" }}
}

// placeholders are the words that stand for a value of another type than text.
var placeholders = map[string]string{"N": "1", "DATE": "2099-12-31", "DURATION": "5m", "LEVEL": "high", "BYTES": "1", "FORMAT": "json", "NAME": "x"}

// parseCall parses the words of a call, as far as they belong to this program.
func parseCall(call string, known map[string]bool) error {
	words := shellWords(call)
	for i, word := range words {
		name, value, ok := strings.Cut(word, "=")
		if ok && placeholders[value] != "" {
			words[i] = name + "=" + placeholders[value]
		} else if placeholders[word] != "" {
			words[i] = placeholders[word]
		}
	}
	for len(words) > 0 && strings.Contains(words[0], "=") && !strings.HasPrefix(words[0], "-") { // VARIABLE=VALUE
		words = words[1:]
	}
	switch {
	case len(words) == 0 || words[0] == "gitleaks":
		return nil
	case strings.HasPrefix(words[0], "-"):
		name, _, _ := strings.Cut(strings.TrimSuffix(words[0], ","), "=")
		if !known[name] && (strings.HasPrefix(name, "--") || parseBenchmark("benchmarks/*", words[:1]) != nil) {
			return errors.New("no command has this flag")
		}
		return nil
	case words[0] == "go":
		if strings.HasPrefix(words[2], "./benchmarks/") {
			return parseBenchmark(words[2], words[3:])
		}
		words = words[2:]
	}
	var code int
	root := newRoot(documentEnvironment(), &code, nil)
	root.InitDefaultHelpCmd()
	if words = words[1:]; len(words) > 0 && words[0] == "gitleaks" {
		root, words = newGitleaks(documentEnvironment(), &code), words[1:]
		root.InitDefaultHelpCmd()
	}
	cmd, rest, err := root.Find(words)
	if err != nil {
		return err
	}
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	if err := cmd.ParseFlags(rest); err != nil && !strings.Contains(err.Error(), "flag needs an argument") { // a sentence may name the flag alone
		return err
	}
	if args := cmd.Flags().Args(); cmd.HasSubCommands() && len(args) > 0 && child(cmd, args[0]) == nil && strings.ToLower(args[0]) == args[0] {
		return errors.New("no such command: " + args[0])
	}
	return nil
}

// shellWords splits a command at blanks, up to a comment or what begins another command.
// Of alternatives (a|b) it takes the first, and what may be left out, as in [REPO], it leaves out.
func shellWords(call string) []string {
	var words []string
	for _, m := range regexp.MustCompile(`(?:[^\s"']|"[^"]*"|'[^']*')+`).FindAllString(call, -1) {
		if m[0] == '#' || m[0] == '|' || m[0] == '>' || m[0] == '&' || m[0] == '\\' {
			break
		}
		if m[0] == '[' || m[0] == '.' && strings.Trim(m, ".") == "" && m != "." {
			continue
		}
		word, last := strings.CutSuffix(m, ";")
		if !strings.ContainsAny(word, `"'`) {
			word, _, _ = strings.Cut(word, "|")
		}
		words = append(words, strings.NewReplacer(`"`, "", `'`, "").Replace(word))
		if last {
			break
		}
	}
	return words
}

// parseBenchmark holds the flags of a call to those that the source of the program
// defines; to build each program only for that would take long.
func parseBenchmark(dir string, args []string) error {
	files, err := filepath.Glob(filepath.Join(documentRoot, filepath.FromSlash(dir), "*.go"))
	if err != nil || len(files) == 0 {
		return errors.New("no such program")
	}
	var source strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		source.Write(text)
	}
	for _, arg := range args {
		name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if strings.HasPrefix(arg, "-") && !regexp.MustCompile(`flag\.\w+\((&\w+(\.\w+)*, )?"`+regexp.QuoteMeta(name)+`"`).MatchString(source.String()) {
			return errors.New("no flag " + arg)
		}
	}
	return nil
}

// TestAssets: the pictures of the documents are small.
func TestAssets(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(documentRoot, "docs", "assets", "*.[ps][nv]g"))
	if err != nil || len(files) < 3 {
		t.Fatalf("%d pictures: %v", len(files), err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Size() > 150<<10 {
			t.Errorf("%s: more than 150 KiB, or %v", file, err)
		}
	}
}

// TestParsePage: the blocks of a page are what a reader of Markdown takes for blocks.
func TestParsePage(t *testing.T) {
	page := parsePage("x.md", "text\n\n    sluice git\n    more\n\n- item\n\n    no block\n\n<!-- test: past -->\n<!-- not run: why -->\n```sh\na\n```\n\nend\n\n  ```json\n  {}\n  ```\n")
	got, err := json.Marshal(page.blocks)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.blocks) != 3 {
		t.Fatalf("%d blocks: %s", len(page.blocks), got)
	}
	for i, want := range []docBlock{
		{line: 3, kind: "indented", lines: []string{"sluice git", "more"}},
		{line: 13, kind: "sh", lines: []string{"a"}, test: "past", notRun: "why"},
		{line: 19, kind: "json", lines: []string{"{}"}},
	} {
		b := page.blocks[i]
		if b.line != want.line || b.kind != want.kind || !slices.Equal(b.lines, want.lines) || b.test != want.test || b.notRun != want.notRun {
			t.Errorf("block %d is %+v, want %+v", i, b, want)
		}
	}
}
