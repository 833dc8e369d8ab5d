package agent

// The hooks of GitHub Copilot, in its CLI and its cloud agent:
// https://docs.github.com/en/copilot/reference/hooks-reference. There are two forms of each
// payload. The one in camel case does not say which event it is, so the fields say it.
func (e *Event) copilot(in object) {
	if e.Name == "" {
		e.Name = copilotEvent(in)
	}
	e.Tool = text(in, "toolName")
	if e.Tool == "" {
		e.Tool = text(in, "tool_name")
	}
	arguments, name := first(in, "toolArgs", "tool_input")
	switch e.Name {
	case "userPromptSubmitted", "UserPromptSubmit", "userPromptTransformed":
		e.Moment = Prompt
		e.prompt(in)
	case "preToolUse", "PreToolUse", "permissionRequest", "PermissionRequest":
		e.Moment = BeforeTool
		e.input(name, arguments)
		e.rest(in, "toolArgs", "tool_input")
	case "postToolUse", "PostToolUse", "postToolUseFailure", "PostToolUseFailure":
		e.Moment = AfterTool
		e.output(arguments, in, "toolResult", "tool_result", "error")
	case "other", "SessionStart", "SessionEnd", "Stop", "SubagentStart", "SubagentStop", "ErrorOccurred", "PreCompact", "Notification":
		e.Moment = Other
	default:
		e.unknown(in)
	}
}

func copilotEvent(in object) string {
	switch {
	case has(in, "toolResult"):
		return "postToolUse"
	case has(in, "toolName") && has(in, "error"):
		return "postToolUseFailure"
	case has(in, "toolName"):
		return "preToolUse"
	case has(in, "transformedPrompt"):
		return "userPromptTransformed"
	case has(in, "prompt"):
		return "userPromptSubmitted"
	}
	for _, name := range []string{"source", "reason", "stopReason", "trigger", "agentName", "errorContext", "notification_type"} {
		if has(in, name) {
			return "other"
		}
	}
	return ""
}

// copilotAnswer is what Copilot reads. It drops the answer to a submitted prompt and shows
// standard error to the user: there it can only be warned about. A transformed prompt can be
// replaced, and so can the output of a tool.
func (e *Event) copilotAnswer(v Verdict) Answer {
	switch {
	case v.Decision == Allow || e.Moment == Other:
		return Answer{}
	case e.Name == "userPromptTransformed":
		return Answer{Stdout: encode(object{"modifiedTransformedPrompt": v.Reason})}
	case e.withholds():
		return Answer{Stdout: encode(object{"modifiedResult": object{"resultType": "success", "textResultForLlm": v.Reason}})}
	case e.Name == "preToolUse" || e.Name == "PreToolUse":
		return blocked(v, object{"permissionDecision": string(v.Decision), "permissionDecisionReason": v.Reason})
	case e.Name == "permissionRequest" || e.Name == "PermissionRequest":
		if v.Decision == Ask {
			return Answer{} // a person is asked in any case
		}
		return blocked(v, object{"behavior": "deny", "message": v.Reason})
	}
	return blocked(v, nil)
}
