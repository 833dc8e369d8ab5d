package scan

import "strings"

// ordinary reports whether a secret is a word that paths and messages use
// everywhere. Where it stands there, it most likely means something else, and to
// black it out would point at the secret more than to leave it.
func ordinary(secret string) bool {
	return strings.Contains(ordinaryWords, " "+strings.ToLower(secret)+" ")
}

// ordinaryWords has a space around each word.
const ordinaryWords = " " +
	"access account action address application archive assets author backend backup binary branch bundle cache certificate " +
	"change changes client cluster commit common compose config configuration connection consumer container content " +
	"controller credential credentials custom database default deploy deployment develop development directory docker " +
	"document documentation domain download elastic elasticsearch encryption endpoint engine environment example examples " +
	"export external feature features folder format frontend function gateway github gitlab google grafana handler header " +
	"health helper history hostname import index ingress install integration internal jenkins kafka kubernetes library " +
	"license localhost logger manager mariadb master message metadata method migration minimum module mongodb monitor " +
	"monitoring network number object option options optional oracle output package packages parameter parameters passwd " +
	"password passwords pipeline plugin postgres postgresql private process producer product production profile program " +
	"project prometheus property protected provider public python rabbitmq readme release remote remove report repository " +
	"request required resource resources response result scripts secret secrets section secure security server servers " +
	"service services session settings shared signature simple source staging standard static status storage string system " +
	"target template templates terraform testing tests token tokens transport update upload username values vendor version " +
	"website windows worker workflow workspace "
