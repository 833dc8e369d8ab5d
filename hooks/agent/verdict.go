package agent

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/scan"
)

// A Policy says what its user wants in the cases that are a matter of taste.
type Policy struct {
	OnRead   Decision // when the model would read a file that holds a secret
	OnBypass Decision // when a command goes around the hooks of git
}

// Groups returns the texts to judge, in groups that are scanned apart. own are the texts
// that the model has written, in which no comment allows anything; others has the rest.
func (e *Event) Groups(p Policy) (own, others []Text) {
	for _, t := range e.Texts {
		switch {
		case t.From == FromModel:
			own = append(own, t)
		case p.OnRead == Allow && t.From == FromFile:
		case t.From == FromTool && t.Path != "" && (p.OnRead == Allow || p.OnRead == Ask && e.asks()): // a person has said yes
		default:
			others = append(others, t)
		}
	}
	return own, others
}

// A Result is the report of the scan of a source.
type Result struct {
	Source *Source
	Report *finding.Report
}

// most is how many secrets a reason lists.
const most = 5

// Judge decides about an event by what was found in its texts.
func (e *Event) Judge(p Policy, results []Result) Verdict {
	var lines, gaps []string
	onlyFiles, allowable := true, false
	count := 0
	for _, r := range results {
		if !r.Report.Complete {
			gaps = append(gaps, gapsOf(r.Report)...)
		}
		for i := range r.Report.Findings {
			f := &r.Report.Findings[i]
			line, from, named := r.describe(f)
			onlyFiles, allowable = onlyFiles && from == FromFile, allowable || named
			if line = "  " + line; !slices.Contains(lines, line) { // what is scanned twice is found twice
				count++
				lines = append(lines, line)
			}
		}
	}
	if count > most {
		lines = append(lines[:most], fmt.Sprintf("  and %d more", count-most))
	}
	switch {
	case count > 0 && onlyFiles && e.Moment != AfterTool && p.OnRead != Allow:
		read := Verdict{p.OnRead, e.reading(lines, p.OnRead == Ask && e.canAsk(), allowable)}
		return stricter(read, e.around(p))
	case count > 0 && !(onlyFiles && e.Moment != AfterTool):
		return Verdict{Deny, e.carries(lines, allowable)}
	case e.Broken != "":
		return e.Unjudged(e.Broken)
	case len(gaps) > 0:
		return e.Unjudged(strings.Join(gaps, "; "))
	}
	return e.around(p)
}

// around is the verdict on what an event goes around.
func (e *Event) around(p Policy) Verdict {
	if e.Bypass == "" || p.OnBypass == Allow || e.Moment != BeforeTool {
		return Verdict{Decision: Allow}
	}
	return Verdict{p.OnBypass, "sluice: this needs a person, because it goes around what keeps secrets out of the repository: " + scan.Hide(plain.Text(e.Bypass)) + "."}
}

// stricter joins two verdicts on one event.
func stricter(a, b Verdict) Verdict {
	if b.Decision == Allow {
		return a
	}
	v := Verdict{Ask, a.Reason + "\n" + b.Reason}
	if a.Decision == Deny || b.Decision == Deny {
		v.Decision = Deny
	}
	return v
}

// Unjudged is the verdict on a call that could not be judged, or not wholly.
func (e *Event) Unjudged(why string) Verdict {
	return Verdict{Deny, "sluice: this was stopped, because not all of it could be searched for secrets: " + scan.Hide(plain.Text(why))}
}

// describe says in one line what was found and where, without its value, and whom the text
// is from. named reports whether a person can allow it by its fingerprint. One that is made
// of the place, and not of the value, would allow every password at that place, which is
// none that lasts if it is in no file.
func (r Result) describe(f *finding.Finding) (line string, from From, named bool) {
	from = FromFile
	named = !f.PrintedByPlace()
	var where []string
	for i := range f.Locations {
		l := &f.Locations[i]
		t, known := r.Source.at(l.Path)
		if t.From != FromFile {
			from = t.From
		}
		at := memberName(t.What)
		if !known || t.Path != "" && t.From != FromTool {
			at = plain.Text(l.FullPath())
			named = true
		}
		if l.StartLine > 0 {
			at += fmt.Sprintf(", line %d", l.StartLine)
		}
		where = append(where, at)
	}
	where = leaves(where)
	const places = 2
	in := strings.Join(where[:min(len(where), places)], " and ")
	if n := len(where) - places; n > 0 {
		in += fmt.Sprintf(" and %s more", report.Count(n, "place"))
	}
	what := strings.TrimRight(plain.Text(f.Description), ". ")
	line = fmt.Sprintf("%s in %s (rule %s", what, in, f.RuleID)
	if named {
		line += ", fingerprint " + f.Fingerprint
	}
	return scan.Hide(line + ")"), from, named
}

// leaves returns the places without those that hold another one: a whole object is judged
// besides its members.
func leaves(where []string) []string {
	slices.Sort(where)
	where = slices.Compact(where)
	return slices.DeleteFunc(slices.Clone(where), func(whole string) bool {
		name, _, _ := strings.Cut(whole, ",")
		return slices.ContainsFunc(where, func(w string) bool { return strings.HasPrefix(w, name+".") })
	})
}

// maxMember bounds a part of the name of a member that is shown. A longer one may be
// anything, a secret too.
const maxMember = 24

// memberName returns the name of a member for people: parts that are no plain words are
// left out.
func memberName(what string) string {
	if what == "the prompt" || what == "the payload" {
		return what
	}
	parts := strings.Split(what, ".")
	for i, p := range parts {
		if len(p) > maxMember || strings.ContainsFunc(p, func(r rune) bool {
			return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		}) {
			parts[i] = "..."
		}
	}
	return strings.Join(parts, ".")
}

// gapsOf says why a report is not complete.
func gapsOf(r *finding.Report) (why []string) {
	for _, s := range r.Ledger.Skipped {
		if s.Incomplete {
			why = append(why, s.Reason)
		}
	}
	return append(why, r.Ledger.Errors...)
}

// reading is the reason for a read that is stopped. It is for a person if one is asked.
func (e *Event) reading(lines []string, asks, allowable bool) string {
	what := "this would put the content of a file with a secret into the conversation, or send it away"
	if asks {
		return reason(what, lines)
	}
	if e.Moment == Prompt {
		return reason(what, lines, "Leave the file out, or say in the prompt which names it holds, without the values.", personAllows)
	}
	next := []string{"Do not read it in another way. To learn which settings there are, ask the user for their names, or read an example file without values."}
	if allowable {
		next = append(next, personAllows)
	}
	return reason(what, lines, next...)
}

// carries is the reason for a text that is stopped.
func (e *Event) carries(lines []string, allowable bool) string {
	var what string
	var next []string
	switch {
	case e.Moment == Prompt:
		return reason("this prompt holds a secret, and would send it to the model", lines,
			"Take the value out, or name the environment variable or the file that holds it.",
			"If it is no secret, end its line with: sluice:allow REASON")
	case e.withholds():
		what = "the answer of this tool holds a secret, and was kept out of the conversation"
		next = []string{"Do not look for the value in another way. Tell the user where it is, so that they can revoke and replace it if others have seen it."}
	case e.Moment == AfterTool:
		what = "the answer of this tool holds a secret, which is in the conversation now"
		next = []string{"Do not repeat the value anywhere. Tell the user that it was shown, so that they can revoke and replace it."}
	default:
		what = "this was stopped, because it carries a secret"
		next = []string{"Do not write the value. Read it from an environment variable or from the secret store of the project, and write only its name."}
	}
	if allowable {
		next = append(next, personAllows)
	}
	return reason(what, lines, next...)
}

// personAllows says what a person can do about a false finding. A model must not do that.
const personAllows = "If it is no secret, a person can write that down: sluice allow FINGERPRINT --as false --reason TEXT, and commit .sluice-baseline."

func reason(what string, lines []string, next ...string) string {
	return strings.Join(slices.Concat([]string{"sluice: " + what + ":"}, lines, next), "\n")
}
