package ci

import (
	"cmp"
	"strings"
)

// azure reads the variables of Azure Pipelines
// (learn.microsoft.com/azure/devops/pipelines/build/variables).
func azure(getenv func(string) string) *Run {
	run := &Run{System: "Azure Pipelines", Event: getenv("BUILD_REASON"), Config: "checkout with fetchDepth: 0"}
	if target := getenv("SYSTEM_PULLREQUEST_TARGETBRANCH"); target != "" {
		run.Kind = Commits
		run.Head = cmp.Or(getenv("SYSTEM_PULLREQUEST_SOURCECOMMITID"), getenv("BUILD_SOURCEVERSION"))
		run.HeadRef = getenv("SYSTEM_PULLREQUEST_SOURCEBRANCH")
		run.Fork = strings.EqualFold(getenv("SYSTEM_PULLREQUEST_ISFORK"), "true")
		run.Branch = cmp.Or(branchName(target), target)
	}
	return run
}
