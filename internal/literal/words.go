package literal

import (
	"math"
	"strings"
	"sync"
)

// commonWords are the words of four to twelve letters that are most frequent
// in source code, the most frequent first: identifiers and text of eleven
// public repositories in Go, Python, PHP, JavaScript, Rust, Elixir, C, C#, Java
// and Ruby, cut at underscores and changes of case, folded, each repository
// counting as much as any other, without words that fewer than six of them use.
const commonWords = "" +
	"test name string value assert this return with file type error true path self package that expect message " +
	"template from public null equal event const http false version config code class format request response " +
	"list data func https exception server default time property import node when license write create level " +
	"function body object param build options root source content github stream array case client index require " +
	"struct call commit logger void line else check core info field base text option context method target will " +
	"size block opts should cache count output match static state example byte json result start only expected " +
	"empty length host types have args hash user module read bool parse update header status input html mock " +
	"element connection headers filter hello model next token summary render repository last interface command " +
	"process date repo private entry returns files socket lock project none first builder used internal values " +
	"after component objects main must current char include account other override range mode some close system " +
	"merge branch before registry which setup async runtime under instance head make packages into invalid bytes " +
	"issues number child testing using information kind application each send tests required debug subject " +
	"errors remove route dependencies script prefix success port parent argument push style params warning " +
	"remote init tree same without been settings integer link found open local offset directory compile connect " +
	"flags unit support enum define diff task session meta proxy actual your does store second refs feature " +
	"switch boolean platform more await custom alias binary also timeout copyright form release want distributed " +
	"export allow copy span then delete namespace spec inline throw buffer policy append trace lang given " +
	"children global query auth unless properties item valid events address expression contains password " +
	"reference features reset change compiler ignore apache table post failed protocol keys final inner patch " +
	"flag names resolve stderr fields need publish term stack load literal world join description scope dynamic " +
	"handler fail select show verbose enabled shutdown pattern find language called dependency limit there " +
	"reason matches helper continue view install color strings like dummy queue group single echo replace author " +
	"skip break fetch specified left paths cookie peer wait missing deps frame long multiple since specific " +
	"listener failure either handle than encoding prop done where right describe util column addr full tags note " +
	"running minimum extension setting label origin work available sequence formatted comment pool layout clone " +
	"exists callback writer permissions unknown register versions transform rule except here instead metadata " +
	"apply pass tuple while changes help manager simple inspect parser already common domain order methods part " +
	"exit verify requires profile execute float allowed control messages identifier warn installed strict " +
	"defined batch software environment accept lookup generated entries authors because logging unsafe cannot " +
	"templates calls provider attribute report conditions take they initial security attr keep readonly quote " +
	"pointer container optional checkout encode split unlock contents print such operation extra ensure nested " +
	"writing sync display point please these service access action enter record changed total them page space " +
	"reader related parameters width finished times deprecated"

// wordWeight is the weight of the word with a rank, from 0 on. The figures of
// the ranks 1, 50, 100, 300 and 500 were 10.1, 12.1, 12.9, 14.3 and 15.1.
func wordWeight(rank int) float64 { return 10 + math.Log2(float64(rank+1))/2 }

// wordWeights are the weights of the common words.
var wordWeights = sync.OnceValue(func() map[string]float64 {
	weights := map[string]float64{}
	for rank, word := range strings.Fields(commonWords) {
		weights[word] = wordWeight(rank)
	}
	return weights
})

// wordGrams are the weights of the grams in common words.
var wordGrams = sync.OnceValue(func() map[uint32]float64 {
	weights := map[uint32]float64{}
	for rank, word := range strings.Fields(commonWords) {
		for i := range len(word) - 3 {
			g := gram(word[i : i+4])
			share := math.Exp2(-wordWeight(rank))
			if known, ok := weights[g]; ok {
				share += math.Exp2(-known)
			}
			weights[g] = -math.Log2(share)
		}
	}
	return weights
})

// withWords is the weight of a text, if it holds a common word, that the single
// bytes would make too rare.
func withWords(text string, weight float64) float64 {
	folded := strings.ToLower(text)
	for i := range folded {
		for j := i + 4; j <= min(len(folded), i+12); j++ {
			if word, ok := wordWeights()[folded[i:j]]; ok {
				weight = min(weight, byteWeight(text[:i], true)+word+byteWeight(text[j:], true))
			}
		}
	}
	return weight
}
