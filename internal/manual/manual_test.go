package manual

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

const sample = `# some-thing: what it is

A paragraph with ` + "`code`" + `,
of two lines.

- an item that goes on
  in another line
- and one more

    code  as it is

    # and more

## A heading

| name | what |
| --- | --- |
| ` + "`a-flag`" + ` | it's \ a backslash, and .a dot |
| b | |

.begins with a dot
`

func sampleTopic(t *testing.T) *Topic {
	t.Helper()
	topic, err := ParseTopic(sample)
	if err != nil {
		t.Fatal(err)
	}
	return topic
}

func TestParseTopic(t *testing.T) {
	topic := sampleTopic(t)
	var kinds []kind
	for _, b := range topic.blocks {
		kinds = append(kinds, b.kind)
	}
	if want := []kind{paragraph, item, item, code, heading, table, paragraph}; !slices.Equal(kinds, want) {
		t.Errorf("%v, want %v", kinds, want)
	}
	if topic.Name != "some-thing" || topic.Summary != "what it is" {
		t.Errorf("%q, %q", topic.Name, topic.Summary)
	}
	for _, bad := range []string{"", "some-thing: x", "# some-thing"} {
		if _, err := ParseTopic(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// A terminal shows all words of a topic, in lines that fit.
func TestShow(t *testing.T) {
	for _, width := range []int{24, 40, 80, 200} {
		got := sampleTopic(t).Show(width, false)
		for line := range strings.Lines(got) {
			if len(line)-1 > width {
				t.Errorf("%d columns: %q", width, line)
			}
		}
		for _, word := range strings.Fields(strings.NewReplacer("`", "", "|", "", "## A heading", "A HEADING", "# some-thing", "Some thing", "---", "").Replace(sample)) {
			if !strings.Contains(got, word) {
				t.Errorf("%d columns lack %q:\n%s", width, word, got)
			}
		}
	}
	if got := sampleTopic(t).Show(80, true); !strings.Contains(got, "\x1b[1mcode\x1b[0m") || strings.Contains(got, "`") {
		t.Errorf("%q", got)
	}
}

// In a manual page no text is a request of roff, and none is lost.
func TestPage(t *testing.T) {
	got := sampleTopic(t).Page(Page{Section: 7, Date: "2026-01-02", Source: "x 1"}, []string{"sluice(1)"})
	for _, want := range []string{
		".TH \"SLUICE-SOME-THING\" \"7\" \"2026-01-02\" \"x 1\"",
		"\\&.begins with a dot\n", "code  as it is\n", ".IP \\- 4\nan item that goes on in another line\n",
		".TP\n\\fBa\\-flag\\fR\nit\\(aqs \\e a backslash", ".SH A HEADING\n", "\\fBsluice\\fR(1)\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it lacks %q:\n%s", want, got)
		}
	}
}

// The page of a command has all that its --help has.
func TestCommandPage(t *testing.T) {
	root := &cobra.Command{Use: "tool", Short: "Do things", Version: "1"}
	cmd := &cobra.Command{Use: "run FILE...", Short: "Run it", Long: "Run it now.\n\n  as it is\n\nAnd more.", Example: "  tool run x\n    tool y", Run: func(*cobra.Command, []string) {}}
	cmd.Flags().IntP("jobs", "j", 7, "use `N` processors")
	cmd.Flags().String("name", "x y", "the `NAME`")
	cmd.Flags().Bool("secret", false, "not shown")
	_ = cmd.Flags().MarkHidden("secret")
	hidden := &cobra.Command{Use: "hidden", Hidden: true, Run: func(*cobra.Command, []string) {}}
	root.AddCommand(cmd, hidden)
	if all := Commands(root); len(all) != 2 || all[1] != cmd {
		t.Errorf("%d commands", len(all))
	}
	got := Command(cmd, Page{Section: 1}, []string{"more(7)"})
	for _, want := range []string{
		"tool-run \\- Run it\n", "\\fBtool run\\fR [\\fIOPTION\\fR...] \\fIFILE...\\fR\n", "Run it now.\n", "as it is\n", "And more.\n",
		"\\fB\\-j\\fR, \\fB\\-\\-jobs\\fR \\fIN\\fR\nUse N processors (default the number of processors).\n",
		"(default x y).\n", "tool run x\n  tool y\n", "\\fBtool\\fR(1),\n\\fBmore\\fR(7)\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "not shown") {
		t.Error("a hidden flag is shown")
	}
	reference := Reference([]*cobra.Command{root, cmd})
	for _, want := range []string{"## tool run\n", "    tool run FILE...", "| `-j, --jobs N` | the number of processors | use N processors |", "    tool run x\n"} {
		if !strings.Contains(reference, want) {
			t.Errorf("the reference lacks %q:\n%s", want, reference)
		}
	}
}
