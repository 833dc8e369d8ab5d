package proof

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// slack reads the ids in webhook URLs (T for the workspace, B for the webhook)
// and in app-level tokens (A for the app):
// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and
// https://docs.slack.dev/authentication/tokens.
func slack(secret, _ []byte) Result {
	s := string(secret)
	if app := strings.Split(s, "-"); app[0] == "xapp" && len(app) > 3 && strings.HasPrefix(app[2], "A") {
		return unknown(fact("Slack app", app[2]))
	}
	var facts []string
	for _, id := range strings.Split(s, "/")[1:] {
		if strings.HasPrefix(id, "B") && len(facts) == 0 {
			facts = append(facts, fact("webhook", id))
		}
	}
	if team, _, ok := strings.Cut(s, "/"); ok && strings.HasPrefix(team, "T") {
		facts = append([]string{fact("Slack workspace", team)}, facts...)
	}
	return unknown(facts...)
}

// telegram reads the id of the bot, which stands before the colon:
// https://core.telegram.org/bots/api#authorizing-your-bot
func telegram(secret, _ []byte) Result {
	id, _, ok := strings.Cut(string(secret), ":")
	if _, err := strconv.ParseUint(id, 10, 64); !ok || err != nil {
		return Result{}
	}
	return unknown("Telegram bot " + id)
}

// discord reads bot tokens: base64 of the bot's id in decimal, then the time of
// issue, then a signature. The id is a snowflake, which holds the time when the
// account was made: https://discord.com/developers/docs/reference#snowflakes.
func discord(secret, _ []byte) Result {
	first, _, ok := bytes.Cut(secret, []byte("."))
	id, decoded := decodeBase64(first)
	n, err := strconv.ParseUint(string(id), 10, 64)
	if !ok || !decoded || err != nil {
		return doubtful("its first part is not the id of an account")
	}
	const epoch = 1420070400000 // milliseconds from 1970 to 2015
	made := time.UnixMilli(int64(n>>22) + epoch).UTC().Format(time.DateOnly)
	return proven(fmt.Sprintf("Discord account %d", n), "account made "+made)
}

// mode reads whether a key is for live use or for tests, where its prefix says
// so, as Stripe's does: https://docs.stripe.com/keys#obtain-api-keys.
func mode(secret, _ []byte) Result {
	parts := strings.FieldsFunc(strings.ToLower(string(secret)), func(r rune) bool { return strings.ContainsRune("_-.$", r) })
	for _, p := range parts[:max(len(parts)-1, 0)] { // the last is random
		switch p {
		case "live", "prod", "production":
			return Result{Mode: "live", Facts: []string{"live mode"}}
		case "test", "sandbox", "sdbx", "sbox":
			return Result{Mode: "test", Facts: []string{"test mode"}}
		}
	}
	return Result{}
}

// basicAuth reads the user of HTTP's basic authentication, base64 of
// "user:password" (RFC 7617). Some services take a token for the user, with the
// password empty or a constant: such a user is not told.
func basicAuth(secret, _ []byte) Result {
	const longestName = 24 // tokens are longer
	pair, ok := decodeBase64(secret)
	user, password, colon := strings.Cut(string(pair), ":")
	if ok && !colon {
		return doubtful("it holds no colon between a user and a password")
	}
	if !ok || user == "" || len(user) > longestName || password == "" || password == "x-oauth-basic" {
		return Result{}
	}
	return unknown(fact("user", user))
}

// azureSAS reads the fields beside the signature of a shared access signature:
// https://learn.microsoft.com/rest/api/storageservices/create-account-sas.
func azureSAS(_, match []byte) Result {
	_, query, _ := strings.Cut("&"+string(match), "&")
	values, err := url.ParseQuery(query)
	if err != nil {
		return Result{}
	}
	expires, _, _ := strings.Cut(values.Get("se"), "T")
	return unknown(fact("permissions", values.Get("sp")), fact("expires", expires))
}

// scalar is a JSON value that is a text or a number.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}
