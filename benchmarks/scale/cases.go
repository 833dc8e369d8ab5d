package main

import "github.com/sluicesec/sluice/benchmarks/internal/measure"

// A scale is a way in which an input grows.
type scale struct {
	name  string
	what  string // what is measured, and what the size counts
	sizes []int
	build func(b *builder, size int) ([]measure.Command, error)
}

func cases() []scale {
	return []scale{
		{"history", "the whole history; commits", []int{4_000, 8_000, 16_000}, history},
		{"range", "`--range`, the last commits of one history; commits", []int{1, 10, 100, 1_000}, ranges},
		{"jobs", "the whole history with `-j`; jobs", []int{1, 2, 4, 8, 16}, jobs},
		{"objects", "a history of small files, 100 in a folder; blobs", []int{250_000, 500_000, 1_000_000}, smallFiles},
		{"refs", "packed refs to one commit each; refs", []int{25_000, 50_000, 100_000}, refs},
		{"loose", "loose objects; blobs", []int{50_000, 100_000, 200_000}, loose},
		{"staged", "an index in which all files are new; files", []int{50_000, 100_000, 200_000}, staged},
		{"index", "ten files staged in a large index; files", []int{50_000, 100_000, 200_000}, index},
		{"files", "a folder; files of 4 KB", []int{5_000, 10_000, 20_000}, folder},
		{"blob", "one blob, wherever it is; MB", []int{125, 250, 500}, blob},
		{"rules", "own rules of different prefixes, over 32 MB of code; rules", []int{1_600, 3_200, 6_400}, prefixes},
		{"rules without literals", "over 4 MB of code; rules", []int{10, 20, 40}, noLiterals},
		{"heavy rules", "own rules with a common literal and a wide regex, over 4 MB of code; rules", []int{10, 20, 40}, heavy},
		{"findings", "findings in one file of a folder, by format of the report; findings", []int{10_000, 20_000, 40_000}, findings},
		{"findings on a line", "findings on one line; findings", []int{2_000, 4_000, 8_000}, findingsOnLine},
		{"findings of a history", "one finding in each commit; findings", []int{2_000, 4_000, 8_000}, findingsOfHistory},
		{"copies", "one secret in a history, at many paths; paths", []int{10_000, 20_000, 40_000}, copies},
		{"baseline", "a baseline in our form and in that of gitleaks, of all findings of a folder; entries", []int{50_000, 100_000, 200_000}, baselines},
		{"baseline of a line", "the same, of findings on one line, with new ones; entries", []int{5_000, 10_000, 20_000}, baselineOfLine},
		{"lines", "one line of each hard form; KB", []int{1_024, 2_048, 4_096}, lines},
	}
}
