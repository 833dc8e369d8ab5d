package agent

// The hooks of Claude Code: https://code.claude.com/docs/en/hooks. Codex has taken over
// the names, the fields and the answers (https://developers.openai.com/codex/hooks, and the
// schemas in codex-rs/hooks/schema of github.com/openai/codex). Its hooks cannot ask, its
// edits are patches in the command of apply_patch, and an answer that allows must be empty.
func (e *Event) claude(in object) {
	e.Tool = text(in, "tool_name")
	switch e.Name {
	case "UserPromptSubmit":
		e.Moment = Prompt
		e.prompt(in)
	case "PreToolUse", "PermissionRequest":
		e.Moment = BeforeTool
		e.input("tool_input", in["tool_input"])
		e.rest(in, "tool_input")
	case "PostToolUse", "PostToolUseFailure":
		e.Moment = AfterTool
		e.output(in["tool_input"], in, "tool_response", "tool_result", "tool_output", "error")
	case "SessionStart", "SessionEnd", "Setup", "Stop", "StopFailure", "SubagentStart", "SubagentStop", "Notification",
		"PreCompact", "PostCompact", "PermissionDenied", "ConfigChange", "CwdChanged", "FileChanged", "DirectoryAdded",
		"InstructionsLoaded", "TeammateIdle", "TaskCreated", "TaskCompleted", "WorktreeCreate", "WorktreeRemove",
		"PreModelSwitch", "PostModelSwitch", "MessageDisplay", "Interrupt":
		e.Moment = Other
	default:
		e.unknown(in)
	}
}

// claudeAnswer is what Claude Code and Codex read. What is denied has exit code 2 and the
// reason on standard error as well, which every version obeys, and also other agents that
// read the settings of Claude Code.
func (e *Event) claudeAnswer(v Verdict) Answer {
	switch {
	case v.Decision == Allow || e.Moment == Other:
		return Answer{}
	case e.Name == "PreToolUse":
		return blocked(v, object{"hookSpecificOutput": object{
			"hookEventName": e.Name, "permissionDecision": string(v.Decision), "permissionDecisionReason": v.Reason,
		}})
	case e.Name == "PermissionRequest" && v.Decision == Ask:
		return Answer{} // a person is asked in any case
	case e.Name == "PermissionRequest":
		return blocked(v, object{"hookSpecificOutput": object{
			"hookEventName": e.Name, "decision": object{"behavior": "deny", "message": v.Reason},
		}})
	case e.Moment == Prompt || e.Moment == AfterTool:
		return blocked(v, object{"decision": "block", "reason": v.Reason})
	}
	return blocked(v, nil)
}
