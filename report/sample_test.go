package report

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

// hostile is text that tries to steer the terminal or the program that shows it.
const hostile = "\x1b[31mred\x1b]8;;http://example.com\x07 \u202egpj.exe\u2066 \x9b2J \u009b2J <script>&\"' [a](b) {0}\r\n=1+1\x00\U000e0041\u2028"

// id is the object id with one digit 40 times; of "" it is the zero id.
func id(digit string) oid.ID {
	var id oid.ID
	if err := id.UnmarshalText([]byte(strings.Repeat(digit, 40))); err != nil {
		panic(err)
	}
	return id
}

// sample is a report with everything that is awkward.
func sample() *finding.Report {
	return &finding.Report{
		Schema:   finding.SchemaV1,
		Tool:     finding.Tool{Name: "sluice", Version: "1.2.3"},
		Scan:     finding.Scan{Kind: finding.ScanHistory, Date: "2026-01-31", Repository: "https://git.example.com/acme/shop.git", Head: id("5").String(), Branch: "main"},
		Complete: false,
		Ledger: finding.Ledger{
			Source: "git /srv/shop", Commits: 1234, Blobs: 56789, Bytes: 12_345_678,
			Skipped: []finding.Skip{
				{Reason: "absent object", Count: 7, Examples: []string{id("1").String(), id("2").String()}, Incomplete: true},
				{Reason: "image", Count: 1200, Bytes: 34_567_890, Examples: []string{"logo\x1b[2J.png"}},
				{Reason: "submodule", Count: 1, Examples: []string{"vendor/lib"}},
			},
			Errors:     []string{"objects/pack/pack-1.pack: unexpected end of file"},
			Suppressed: []finding.Suppressed{{By: "allowlist", Count: 2}, {By: "inline", Count: 1}},
			Notes:      []string{"the history is shallow: 3 commits have parents that were not fetched"},
		},
		Rules:    finding.Rules{Source: "conf\x1b[2J/.sluice.toml", Count: 1600, Builtin: 1598, BuiltinOff: 6, BuiltinChanged: 1},
		Findings: []finding.Finding{deployKey(), password(), pathless(), nowhere(), staged(), beside(), packed()},
	}
}

// deployKey is in many places, one of them in HEAD.
func deployKey() finding.Finding {
	f := finding.Finding{
		RuleID: "acme-deploy-key", Description: "Acme deploy key", Provider: "Acme",
		Confidence: "high", Severity: "critical", Verification: "proven-offline",
		Fingerprint: strings.Repeat("a1", 16), Secret: "acme***", Redacted: true,
		Entropy: 4.75, Match: `key = "acme***"`, Tags: []string{"acme", "deploy"}, AlsoRules: []string{"generic-secret"},
		Can: "deploy to every project of its owner", Facts: []string{"Acme account 123456789012"},
		Revoke: "https://acme.example/settings/keys",
		Rotate: "Make a new key under Settings, Keys, put it into the secret store of the CI system, then delete the old one.",
		Logs:   "the audit log under Settings, Security",
	}
	for i := range 6 {
		f.Locations = append(f.Locations, finding.Location{Path: "config/prod env #1%.yml", Span: finding.Span{StartLine: 12 + i, EndLine: 12 + i, StartColumn: 8, EndColumn: 48}, Provenance: finding.Provenance{Commit: id(fmt.Sprint(i)), AuthorName: "Ann Author", AuthorEmail: "ann@example.com", Date: fmt.Sprintf("2024-03-0%dT10:20:30+01:00", i+1), Message: "Add deployment settings\n\nFor the new region.\n", Blob: id("b"), Kind: finding.KindBlob, Reachable: true, RemovedCommit: id("c"), Branches: []string{"release/1", "release/2", "release/3"}, Tags: []string{"v1.0"}}})
	}
	f.Locations[0].Parts = []finding.Part{deployID(11), {RuleID: "acme-host", Description: "Acme host.", Secret: "h***", Fingerprint: strings.Repeat("a3", 16), Span: finding.Span{StartLine: 12, EndLine: 12, StartColumn: 50, EndColumn: 60}}}
	last := &f.Locations[5]
	last.Parts = []finding.Part{deployID(16)}
	last.InHead, last.RemovedCommit = true, oid.ID{}
	last.Setting, last.Owners, last.Line, last.Pushed = finding.SettingDeployed, []string{"@acme/payments"}, `  key = "acme***" # production`, true
	f.Exposure = finding.Exposure{Introduced: "2024-01-01T00:00:00Z", Days: 761, InHead: true, Pushed: true, Branches: 3, Tags: 1, Paths: 2, Settings: []finding.Setting{finding.SettingDeployed, finding.SettingDocumentation}}
	f.Locations = append(f.Locations, finding.Location{Path: "README.md", Span: finding.Span{StartLine: 1, EndLine: 1, StartColumn: 1, EndColumn: 41}, Provenance: finding.Provenance{Commit: id("d"), AuthorName: "Ann Author", Date: "2024-01-01T00:00:00Z", Message: "Start", Blob: id("e"), Kind: finding.KindBlob, Reachable: true, RemovedCommit: id("f")}})
	return f
}

// deployID would be a finding of its own without the deploy key.
func deployID(line int) finding.Part {
	return finding.Part{RuleID: "acme-deploy-id", Description: "Acme deploy id", Secret: "=id***", Fingerprint: strings.Repeat("a2", 16), Facts: []string{"Acme account 123456789012"}, Folded: true, Span: finding.Span{StartLine: line, EndLine: line, StartColumn: 8, EndColumn: 20}}
}

// password is in hostile places.
func password() finding.Finding {
	return finding.Finding{
		RuleID: "generic-password", Description: "Password in an assignment",
		Confidence: "low", Severity: "medium", SeverityNote: "only in tests and documentation; elsewhere it would be critical", Verification: "none",
		Fingerprint: strings.Repeat("b2", 16), Secret: "=p" + hostile + "***", Redacted: true, Match: hostile, Entropy: 3.1,
		Exposure: finding.Exposure{Introduced: "yesterday", Removed: hostile, Days: 3, Paths: 5, Settings: []finding.Setting{finding.SettingTest}},
		Locations: []finding.Location{
			{Path: "naïve/日本語/a\nb" + hostile, Line: "\tp = " + hostile, Owners: []string{"@" + hostile}, Setting: finding.SettingTest, Span: finding.Span{StartLine: 3, EndLine: 4, StartColumn: 5, EndColumn: 2}, Provenance: finding.Provenance{Commit: id("9"), AuthorName: hostile, AuthorEmail: "-" + hostile, Date: "yesterday", Message: "@" + hostile, Blob: id("8"), Kind: finding.KindBlob, Reachable: true}},
			{Path: "C:/Users/x/.env", Span: finding.Span{StartLine: 1, EndLine: 1, StartColumn: 1, EndColumn: 9}, Provenance: finding.Provenance{Kind: finding.KindBlob}},
			{Path: "/etc/app.conf", Span: finding.Span{StartLine: 1, EndLine: 1, StartColumn: 1, EndColumn: 9}, Provenance: finding.Provenance{Kind: finding.KindBlob}},
			{Path: "bad\xff\xfeutf8", Span: finding.Span{StartLine: 2, EndLine: 2, StartColumn: 1, EndColumn: 9}, Provenance: finding.Provenance{Kind: finding.KindBlob}},
			{Path: "time: 12:30", Provenance: finding.Provenance{Kind: finding.KindPath, Blob: id("7"), Reachable: true}},
		},
	}
}

// packed is in members of archives, and in texts that were decoded.
func packed() finding.Finding {
	in := func(path string, kind finding.Kind, layers ...string) finding.Location {
		return finding.Location{Path: path, Span: finding.Span{StartLine: 3, EndLine: 3, StartColumn: 7, EndColumn: 10}, Provenance: finding.Provenance{Kind: kind, Reachable: true}, Layers: layers}
	}
	name := in("lib.zip", finding.KindPath, "zip!tok***/a")
	name.Span = finding.Span{}
	return finding.Finding{
		RuleID: "acme-token", Description: "Acme token.", Provider: "Acme",
		Confidence: "high", Severity: "high", Verification: "none",
		Fingerprint: strings.Repeat("d7", 16), Secret: "tok***", Redacted: true, Match: "tok***", Entropy: 4,
		Locations: []finding.Location{
			in("lib.zip", finding.KindBlob, "zip!in/a.tgz", "gzip!", "tar!.env"),
			in("lib.zip", finding.KindBlob, "zip!"+hostile),
			name,
			in("old.log.gz", finding.KindBlob, "gzip!"),
			in("wide.txt", finding.KindBlob, "utf-16"),
		},
	}
}

// pathless is in texts that have no path, or none of a file.
func pathless() finding.Finding {
	return finding.Finding{
		RuleID: "acme-token", Description: "Acme token.", Provider: "Acme",
		Confidence: "medium", Severity: "high", Verification: "none",
		Fingerprint: strings.Repeat("c3", 16), Secret: "tok***", Redacted: true, Match: "tok***", Entropy: 4,
		Revoke: "ask the administrator",
		Locations: []finding.Location{
			{Span: finding.Span{StartLine: 1, EndLine: 1, StartColumn: 1, EndColumn: 2}, Provenance: finding.Provenance{Blob: id("3"), Kind: finding.KindBlob}},
			{Span: finding.Span{StartLine: 3, EndLine: 3, StartColumn: 1, EndColumn: 2}, Provenance: finding.Provenance{Commit: id("4"), Kind: finding.KindCommitMessage, AuthorName: "Bob", Date: "2023-01-01T00:00:00Z", Message: "Try tok***", Reachable: true}},
			{Span: finding.Span{StartLine: 1, EndLine: 1, StartColumn: 1, EndColumn: 2}, Provenance: finding.Provenance{Blob: id("6"), Commit: id("4"), Kind: finding.KindTagMessage, Tags: []string{"v2.0"}, AuthorName: "Bob", Date: "2023-01-02T00:00:00Z", Reachable: true}},
			{Path: "44/" + id("4").String()[2:], Span: finding.Span{StartLine: 1, EndLine: 1, StartColumn: 1, EndColumn: 2}, Provenance: finding.Provenance{Blob: id("7"), Commit: id("6"), Kind: finding.KindNote, AuthorName: "Bob", Date: "2023-01-03T00:00:00Z", Message: "Notes added by 'git notes add'", Reachable: true, RemovedCommit: id("8")}},
		},
	}
}

// nowhere has no location at all.
func nowhere() finding.Finding {
	return finding.Finding{
		RuleID: "acme-token", Description: "Acme token.", Confidence: "high", Severity: "low", Verification: "none",
		Fingerprint: strings.Repeat("d4", 16), Secret: "***", Redacted: true, Revoke: "ask the administrator",
	}
}

// staged is in the index only.
func staged() finding.Finding {
	return finding.Finding{
		RuleID: "acme-token", Description: "Acme token.", Confidence: "high", Severity: "high", Verification: "none",
		Fingerprint: strings.Repeat("e5", 16), Secret: "new***", Redacted: true, Revoke: "ask the administrator",
		Locations: []finding.Location{{Path: "staged.txt", Span: finding.Span{StartLine: 1, EndLine: 1, StartColumn: 1, EndColumn: 2}, Provenance: finding.Provenance{Blob: id("5"), Kind: finding.KindBlob, Reachable: true}}},
	}
}

// beside is in what a repository says beside its files.
func beside() finding.Finding {
	line := finding.Span{StartLine: 4, EndLine: 4, StartColumn: 90, EndColumn: 99}
	return finding.Finding{
		RuleID: "acme-token", Description: "Acme token.", Confidence: "high", Severity: "high", Verification: "none",
		Fingerprint: strings.Repeat("f6", 16), Secret: "own***", Redacted: true, Revoke: "ask the administrator",
		Locations: []finding.Location{
			{Provenance: finding.Provenance{Kind: finding.KindRefName, Ref: "refs/heads/own***", Reachable: true}},
			{Provenance: finding.Provenance{Kind: finding.KindRefName, Ref: "refs/heads/\x1b[31mred\u202e <b>&{0}", Reachable: true}},
			{Span: line, Provenance: finding.Provenance{Kind: finding.KindReflog, Ref: "refs/heads/main", Reachable: true}},
			{Path: ".git/config", Span: line, Provenance: finding.Provenance{Kind: finding.KindGitFile, Reachable: true}},
			{Path: "current", Span: line, Provenance: finding.Provenance{Kind: finding.KindSymlink, Reachable: true}},
			{Path: "docs/own***", Provenance: finding.Provenance{Kind: finding.KindPath, Commit: id("4"), Reachable: true, InHead: true}},
		},
	}
}

// clean is a report of a complete scan without findings.
func clean() *finding.Report {
	return &finding.Report{
		Schema: finding.SchemaV1, Tool: finding.Tool{Name: "sluice", Version: "1.2.3"}, Complete: true,
		Ledger: finding.Ledger{
			Source: "dir .", Files: 321, Blobs: 300, Bytes: 4096,
			Skipped:    []finding.Skip{{Reason: "image", Count: 12, Bytes: 1 << 20}},
			Suppressed: []finding.Suppressed{{By: "inline", Count: 3}},
		},
		Rules: finding.Rules{Source: finding.BuiltinRules, Count: 1604, Builtin: 1604},
	}
}

// random makes a report out of awkward pieces.
func random(seed uint64) *finding.Report {
	rnd := rand.New(rand.NewPCG(seed, 1))
	pieces := []string{"", "a", "é", "日本", hostile, "=", "\xff", " ", "/", "..", ":", "%", "#?", "\\", "2024-01-01T00:00:00+02:00", id("a").String(), "]]>", "1"}
	text := func() string {
		var b strings.Builder
		for range rnd.IntN(4) {
			b.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		return b.String()
	}
	texts := func() []string {
		var s []string
		for range rnd.IntN(3) {
			s = append(s, text())
		}
		return s
	}
	pick := func(s ...string) string { return s[rnd.IntN(len(s))] }
	flip := func() bool { return rnd.IntN(2) == 0 }

	r := &finding.Report{Schema: finding.SchemaV1, Tool: finding.Tool{Name: "sluice", Version: text()}, Complete: flip()}
	r.Ledger = finding.Ledger{Source: text(), Commits: rnd.IntN(3), Blobs: rnd.IntN(3000), Files: rnd.IntN(3), Bytes: rnd.Int64N(1 << 40),
		Errors: texts(), Notes: texts()}
	r.Rules = finding.Rules{Source: text(), Count: rnd.IntN(9), Builtin: rnd.IntN(2), BuiltinOff: rnd.IntN(3), BuiltinChanged: rnd.IntN(3)}
	for range rnd.IntN(3) {
		r.Ledger.Skipped = append(r.Ledger.Skipped, finding.Skip{Reason: text(), Count: rnd.IntN(9), Bytes: rnd.Int64N(9), Examples: texts(), Incomplete: flip()})
		r.Ledger.Suppressed = append(r.Ledger.Suppressed, finding.Suppressed{By: text(), Count: rnd.IntN(9)})
	}
	for i := range rnd.IntN(4) {
		f := finding.Finding{
			RuleID: pick("r1", "r2", "r3"), Description: text(), Provider: text(), Fingerprint: fmt.Sprintf("%032d", i),
			Confidence: finding.Confidence(pick("high", "medium", "low")), Severity: finding.Severity(pick("critical", "high", "medium", "low")), Verification: finding.Verification(pick("none", "proven-offline")),
			Secret: text(), Match: text(), Redacted: flip(), Entropy: 3, Tags: texts(), AlsoRules: texts(), Facts: texts(), Mode: pick("", "live", "test"),
			SeverityNote: text(), Can: text(), Revoke: text(), Rotate: text(), Logs: text(),
			Exposure: finding.Exposure{Introduced: text(), Removed: text(), Days: rnd.IntN(3), InHead: flip(), Pushed: flip(), Settings: finding.Settings()[rnd.IntN(3) : rnd.IntN(3)+3]},
		}
		for range rnd.IntN(8) {
			f.Locations = append(f.Locations, finding.Location{Path: text(), Span: finding.Span{StartLine: rnd.IntN(3), EndLine: rnd.IntN(3), StartColumn: rnd.IntN(3), EndColumn: rnd.IntN(3)}, Provenance: finding.Provenance{Commit: id(pick("", "c")), AuthorName: text(), AuthorEmail: text(), Date: text(), Message: text(), Blob: id(pick("", "b")), Kind: finding.Kind(pick("", "blob", "commit-message", "tag-message", "note", "path")), Reachable: flip(), RemovedCommit: id(pick("", "d")), InHead: flip(), Branches: texts(), Tags: texts()}, Line: text(), Owners: texts()})
			l := &f.Locations[len(f.Locations)-1]
			for range rnd.IntN(3) {
				l.Parts = append(l.Parts, finding.Part{RuleID: pick("r1", "r4"), Description: text(), Secret: text(), Fingerprint: text(), Facts: texts(), Folded: flip(), Span: finding.Span{StartLine: rnd.IntN(3), EndLine: rnd.IntN(3), StartColumn: rnd.IntN(3), EndColumn: rnd.IntN(3)}})
			}
		}
		r.Findings = append(r.Findings, f)
	}
	return r
}
