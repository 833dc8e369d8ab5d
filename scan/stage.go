package scan

import (
	"context"

	"github.com/sluicesec/sluice/finding"
)

// A sightingStage judges the hits of one text at one place. It removes the hits
// that are not to be reported there, and counts those that something
// suppresses. It must not keep the sighting.
type sightingStage interface {
	judge(s *sighting)
}

// A reportStage works on the report when all places are judged. It may change
// findings and locations, or remove them. An error ends the scan.
type reportStage interface {
	apply(ctx context.Context, r *finding.Report) error
}

// sightingStages lists the stages that judge sightings, in their order:
//
//   - here comes first: a hit that is not at this place must not be counted.
//   - disproof comes before resolve, in which rules compete for a secret: a rule
//     whose match is disproved must not win over a rule that knows the secret
//     better.
//   - resolve comes before the stages that count by secret: of several rules that
//     see one secret, only the winner counts from here on.
//   - inRuleFile comes after resolve, so that what the rule file holds is counted once.
//   - known comes before confident: a secret that is older than the change is
//     counted as such, whatever its confidence is.
//   - ignoredLines comes before confident: a line that names what is not sure enough to be
//     reported is not useless.
//   - fold comes last, because it needs to know what is reported here: an
//     identifier stays a finding where its secret is not reported.
func (s *Scanner) sightingStages(o Options, e *evidence, later *later, count suppressed, inline inlineUses, ended endedUses, below map[secretOf]bool) []sightingStage {
	return []sightingStage{
		here{e.secrets},
		disproof{e.proofs, count},
		resolve{s.detector, count, inline, ended, later},
		inRuleFile{o.RuleFile, count},
		known{e.known, count},
		ignoredLines{o.Baseline, count},
		confident{o.MinConfidence, o.AllOwn, e.proofs, count, below},
		fold{},
	}
}

// againStages lists the stages that judge sightings at places which a commit adds a line to
// again. What they suppress is not counted: it is at another place, too.
func (s *Scanner) againStages(o Options, e *evidence) []sightingStage {
	return []sightingStage{
		here{e.secrets},
		disproof{e.proofs, suppressed{}},
		resolve{s.detector, suppressed{}, nil, nil, nil},
		inRuleFile{o.RuleFile, suppressed{}},
		knownAlone{e.known},
		ignoredLines{o.Baseline, suppressed{}},
		confident{o.MinConfidence, o.AllOwn, e.proofs, suppressed{}, nil},
		fold{},
	}
}

// reportStages lists the stages that work on the report, in their order:
//
//   - fingerprints come first: they name the findings for every later stage, and
//     they need the secrets in clear.
//   - each and listed come right after them: they need the names and the secrets.
//   - filter comes after all that judges: what is known anyway does not count as
//     filtered out.
//   - order comes next: it breaks ties by the fingerprint.
//   - redact comes after all that works with values. hide makes it.
//   - lines comes after redact: the line of a location shows the mask.
//   - shorten comes last: half a secret would not be recognised, and so not hidden.
func (s *Scanner) reportStages(o Options, all *findings, below map[secretOf]bool, hide func() redact) []reportStage {
	names := fingerprints{o.key(), all.places}
	stages := []reportStage{names}
	if o.Each != nil {
		stages = append(stages, each{o.Each, names})
	}
	if o.Baseline != nil {
		stages = append(stages, listed{o.Baseline, names, all, below})
	}
	stages = append(stages, filter{o.Filter, all.unlisted}, order{})
	if o.Owners != nil {
		stages = append(stages, owners{o.Owners})
	}
	if !o.ShowSecrets {
		stages = append(stages, hide())
	}
	return append(stages, lines{}, shorten{})
}
