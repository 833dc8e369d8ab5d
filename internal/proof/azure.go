package proof

import (
	"net/url"
	"strings"
)

// azureSAS reads the fields that are beside the signature in a shared access signature:
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
