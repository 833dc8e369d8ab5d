package ci

// drone reads the variables of Drone (docs.drone.io/pipeline/environment/reference). They do
// not say whether a pull request comes from a fork.
func drone(getenv func(string) string) *Run {
	run := &Run{System: "Drone", Event: getenv("DRONE_BUILD_EVENT"), Config: "no clone depth"}
	run.Default = getenv("DRONE_REPO_BRANCH")
	branch := getenv("DRONE_BRANCH") // for a pull request it is the target
	switch run.Event {
	case "pull_request":
		run.Kind, run.Branch = Commits, getenv("DRONE_TARGET_BRANCH")
	case "push":
		run.Kind = Commits
		if before := getenv("DRONE_COMMIT_BEFORE"); !isNone(before) {
			run.Base = before
		}
		if branch != run.Default {
			run.Branch = run.Default
			run.OwnBase = run.Base != ""
		}
	case "tag":
		run.Kind, run.Branch = Commits, run.Default
	}
	if run.Kind == Commits {
		run.Head, run.HeadRef = getenv("DRONE_COMMIT_SHA"), getenv("DRONE_COMMIT_REF")
	} else if branch != "" && branch == run.Default {
		run.OnDefault = getenv("DRONE_COMMIT_SHA")
	}
	return run
}
