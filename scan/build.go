package scan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/proof"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

// builder puts hits and their places together into findings.
type builder struct {
	detector   *engine.Detector
	options    Options
	secrets    *secrets
	known      map[string]map[identity]bool
	providers  map[string]rules.Provider
	proofs     map[proofKey]proof.Result
	prints     map[[2]string]string // fingerprints by rule and secret
	findings   map[identity]*finding.Finding
	suppressed map[string]int
	values     []string // every secret seen, also of what is not reported
}

func newBuilder(scanner *Scanner, o Options, s *secrets, known map[string]map[identity]bool) *builder {
	return &builder{
		detector: scanner.detector, options: o, secrets: s, known: known,
		providers: scanner.providers, proofs: map[proofKey]proof.Result{}, prints: map[[2]string]string{},
		findings: map[identity]*finding.Finding{}, suppressed: map[string]int{},
	}
}

func (b *builder) addAll(blobs map[source.ID]*found, places map[source.ID][]source.Place) {
	b.proveAll(blobs)
	for _, id := range slices.SortedFunc(maps.Keys(blobs), source.ID.Compare) {
		f := blobs[id]
		for h := range f.hits() {
			if h.kind != finding.KindPath { // a file's name is where the secret is, not the secret
				b.values = append(b.values, h.Secret)
			}
		}
		for _, p := range places[id] {
			for _, hits := range f.texts {
				b.add(hits, p)
			}
		}
	}
	b.fingerprintAll()
}

// add judges the hits in one text of a blob at one of its places.
func (b *builder) add(hits []hit, p source.Place) {
	var matches []engine.Match
	byStart := map[[2]int][]*hit{}
	for i := range hits {
		h := &hits[i]
		if !placeHas(p, b.secrets.key(h)) {
			continue
		}
		if h.kind == finding.KindPath && h.Secret != p.Path { // the same content has other paths, too
			continue
		}
		if by := disproof(h, b.prove(h)); by != "" {
			b.suppressed[by]++
			continue
		}
		matches = append(matches, h.Match)
		at := [2]int{h.SecretStart, h.SecretEnd}
		byStart[at] = append(byStart[at], h)
	}
	kept, dropped := b.detector.Resolve(matches, p.Path, p.Commit.String())
	for _, d := range dropped {
		b.suppressed[d.By]++
	}
	var reported []judged
	for _, m := range kept {
		for _, h := range byStart[[2]int{m.SecretStart, m.SecretEnd}] {
			if h.Rule.ID != m.Rule.ID || h.Start != m.Start {
				continue
			}
			switch {
			case b.known[p.Path][identify(h)]:
				b.suppressed["already in HEAD"]++
			case proofConfidence(m.Rule, b.prove(h)).Compare(b.options.MinConfidence) < 0:
				b.suppressed["below --min-confidence"]++
			default:
				reported = append(reported, judged{h, m})
			}
			break
		}
	}
	reported, folded := fold(reported)
	for _, j := range reported {
		b.addLocation(j, p, folded)
	}
}

func placeHas(p source.Place, key source.SecretKey) bool {
	return p.Secrets == nil || slices.Contains(p.Secrets, key)
}

func (b *builder) addLocation(j judged, p source.Place, folded map[secretPlace]bool) {
	h, m := j.hit, j.match
	who := identify(h)
	f := b.findings[who]
	if f == nil {
		f = b.finding(h)
		b.findings[who] = f
	}
	for _, id := range m.AlsoRules {
		if !slices.Contains(f.AlsoRules, id) {
			f.AlsoRules = append(f.AlsoRules, id)
		}
	}
	l := finding.Location{Path: p.Path, Span: h.Span, Provenance: p.Provenance, Parts: b.parts(m, folded)}
	if h.kind != finding.KindBlob { // which text of the object it is, only the hit knows
		l.Kind = h.kind
	}
	f.Locations = append(f.Locations, l)
}

func (b *builder) finding(h *hit) *finding.Finding {
	r := h.Rule
	p := b.providers[r.Provider]
	proved := b.prove(h)
	return &finding.Finding{
		RuleID: r.ID, Description: r.Description, Provider: cmp.Or(p.Name, r.Provider),
		Confidence: proofConfidence(r, proved), Severity: cmp.Or(r.Severity, finding.SeverityHigh), Verification: verification(proved),
		Mode: proved.Mode, Facts: slices.Clone(proved.Facts),
		Secret: h.Secret, Match: h.Text, Entropy: round2(h.Entropy),
		Tags: append([]string{}, r.Tags...), AlsoRules: []string{},
		Can: cmp.Or(r.Can, p.Can), Revoke: p.Revoke, Rotate: cmp.Or(r.Rotate, p.Rotate), Logs: p.Logs,
	}
}

func (b *builder) report(name string, l *source.Ledger) *finding.Report {
	counts := l.Counts()
	r := &finding.Report{
		Schema: finding.SchemaV1, Tool: b.options.Tool, Complete: l.Complete(),
		Ledger: finding.Ledger{
			Source: name, Commits: counts.Commits, Blobs: counts.Blobs, Files: counts.Files, Bytes: counts.Bytes,
			Skipped: l.Skips(), Errors: l.Errors(), Notes: l.Notes(), Suppressed: []finding.Suppressed{},
		},
		Findings: []finding.Finding{},
	}
	for _, by := range slices.Sorted(maps.Keys(b.suppressed)) {
		r.Ledger.Suppressed = append(r.Ledger.Suppressed, finding.Suppressed{By: by, Count: b.suppressed[by]})
	}
	for _, f := range b.findings {
		slices.Sort(f.AlsoRules)
		slices.SortFunc(f.Locations, compareLocations)
		f.Locations = slices.CompactFunc(f.Locations, func(a, b finding.Location) bool { return compareLocations(a, b) == 0 })
		r.Findings = append(r.Findings, *f)
	}
	slices.SortFunc(r.Findings, compareFindings)
	if !b.options.ShowSecrets {
		b.redact(r)
	}
	return r
}

func (b *builder) redact(r *finding.Report) {
	hide := newRedactor(b.values)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Redacted = true
		hidden := redact(f.Secret)
		if f.Locations[0].Kind == finding.KindPath {
			hidden = hide.text(f.Secret)
		}
		hide.texts(f.Facts)
		f.Match = hide.text(strings.ReplaceAll(f.Match, f.Secret, hidden))
		for j := range f.Locations {
			l := &f.Locations[j]
			for _, s := range []*string{&l.Path, &l.Message, &l.AuthorName, &l.AuthorEmail} {
				*s = hide.text(*s)
			}
			for k := range l.Parts {
				l.Parts[k].Secret = redact(l.Parts[k].Secret)
				hide.texts(l.Parts[k].Facts)
			}
			if l.Kind != finding.KindBlob { // the text that holds it may be shown as well
				for _, s := range []*string{&l.Path, &l.Message, &l.AuthorName, &l.AuthorEmail} {
					*s = strings.ReplaceAll(*s, f.Secret, hidden)
				}
			}
		}
		f.Secret = hidden
	}
	hide.texts(r.Ledger.Errors)
	hide.texts(r.Ledger.Notes)
	for _, s := range r.Ledger.Skipped {
		hide.texts(s.Examples)
	}
}

// compareFindings orders findings by where they are first seen.
func compareFindings(a, b finding.Finding) int {
	return cmp.Or(
		compareLocations(a.Locations[0], b.Locations[0]),
		strings.Compare(a.RuleID, b.RuleID),
		strings.Compare(a.Fingerprint, b.Fingerprint),
	)
}

func compareLocations(a, b finding.Location) int {
	return cmp.Or(
		strings.Compare(a.Path, b.Path),
		strings.Compare(a.Date, b.Date),
		a.Commit.Compare(b.Commit),
		a.Blob.Compare(b.Blob),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.StartLine, b.StartLine),
		cmp.Compare(a.StartColumn, b.StartColumn),
		cmp.Compare(a.EndLine, b.EndLine),
		cmp.Compare(a.EndColumn, b.EndColumn),
	)
}
