package main

import (
	"cmp"
	"embed"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/manual"
	"github.com/sluicesec/sluice/internal/spool"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

// The topics are the texts of `sluice help TOPIC`, of the manual pages about them, and of
// pages in docs/reference.
//
//go:embed help/*.md
var topicFiles embed.FS

// A topicName names a topic, with the section of its manual page: 5 for files, 7 for the
// rest.
type topicName struct {
	name    string
	section int
}

// topicNames lists the topics in the order in which help lists them.
func topicNames() []topicName {
	return []topicName{
		{"configuration", 5}, {"rules", 7}, {"allow", 7}, {"baselines", 5}, {"hooks", 7}, {"ci", 7},
		{"formats", 7}, {"exit-codes", 7}, {"environment", 7}, {"limits", 7},
	}
}

// topic returns a topic; nil if there is none of this name.
func topic(name string) (*manual.Topic, error) {
	text, err := topicFiles.ReadFile("help/" + name + ".md")
	if err != nil {
		return nil, nil
	}
	return manual.ParseTopic(strings.ReplaceAll(string(text), "<!-- limits -->\n", limitTable()))
}

// helpAbout shows a topic, in the pager if it is longer than the terminal.
func (env environment) helpAbout(t *manual.Topic) error {
	color := env.color()
	shown := []byte(t.Show(cmp.Or(env.width(), 80), color))
	if p := env.pager(); p != nil && p.show(shown) {
		return nil
	}
	out := env.stdout
	if color {
		out = out.Colored()
	}
	_, err := out.Write(shown)
	return err
}

// listTopics writes what `sluice --help` says of topics.
func listTopics(cmd *cobra.Command) error {
	var b strings.Builder
	b.WriteString("\nHelp topics:\n")
	for _, n := range topicNames() {
		t, err := topic(n.name)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "  %-14s %s\n", t.Name, t.Summary)
	}
	b.WriteString("\nUse \"sluice help TOPIC\" for a topic, and \"sluice completion --help\" for completion in your shell.\n")
	_, err := fmt.Fprint(cmd.OutOrStderr(), b.String())
	return err
}

// A limit is a row of the table of limits.
type limit struct{ what, value, flag, then string }

// limits are what a user can meet. Their values come from the code.
func limits() []limit {
	l, images := archive.Defaults(), imageLimits()
	const incomplete = "the rest is not scanned: exit code 2"
	return []limit{
		{"archives in each other", fmt.Sprint(l.Depth), "--archive-depth", incomplete},
		{"bytes out of one file", bytesOf(l.Bytes), "--max-archive-bytes", incomplete},
		{"entries out of one file", fmt.Sprint(l.Entries), "--max-archive-entries", incomplete},
		{"bytes out of each byte of an archive, beyond the first " + bytesOf(archive.RatioFrom), fmt.Sprint(l.Ratio), "--max-archive-ratio", incomplete},
		{"the same for `sluice image`: archives, bytes, entries", fmt.Sprintf("%d, %s, %d", images.Depth, bytesOf(images.Bytes), images.Entries), "as above", incomplete},
		{"encodings around each other, such as base64", fmt.Sprint(engine.DecodeDepth), "--decode-depth", incomplete},
		{"a file that is held in memory", bytesOf(source.MaxInMemory), "", "larger ones are read in pieces, and nothing is left out"},
		{"a temporary file for an archive", bytesOf(spool.Max), "", incomplete},
		{"a file that rules with `wholeFile` judge", bytesOf(rules.MaxWholeFile), "", "larger ones are no key files"},
		{"the caches of all repositories", bytesOf(maxCache), "", "the oldest are removed"},
		{"a report or baseline of another tool", bytesOf(maxImport), "", "an error"},
		{"a file for `sluice rules explain`", bytesOf(maxExplained), "", "an error"},
		{"the summary of a step on GitHub", bytesOf(maxSummary), "", "the least urgent rows are left out and counted"},
		{"the time of a scan", "none", "--timeout", "what was found is reported: exit code 2"},
	}
}

// bytesOf returns a number of bytes in the largest unit that divides it.
func bytesOf(n int64) string {
	for _, unit := range []struct {
		size int64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if n%unit.size == 0 {
			return fmt.Sprintf("%d %s", n/unit.size, unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

func limitTable() string {
	var b strings.Builder
	b.WriteString("| what | most | flag | beyond it |\n| --- | --- | --- | --- |\n")
	for _, l := range limits() {
		flag := l.flag
		if strings.HasPrefix(flag, "-") {
			flag = "`" + flag + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", l.what, l.value, flag, l.then)
	}
	return b.String()
}
