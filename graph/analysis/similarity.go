package analysis

import "math"

// Portfolio is what one state has towards each state, in the same order for
// all portfolios: the alliance matrix's row, with the state's own entry.
type Portfolio []float64

// SAbsolute is the similarity S of two portfolios whose entries lie between 0
// and top, by absolute differences (Signorino and Ritter 1999): 1 for equal
// portfolios, -1 for opposite ones.
func SAbsolute(a, b Portfolio, top float64) float64 {
	sum := 0.0
	for i := range a {
		sum += math.Abs(a[i] - b[i])
	}
	return Round(1 - 2*sum/(float64(len(a))*top))
}

// SSquared is S by squared differences.
func SSquared(a, b Portfolio, top float64) float64 {
	sum := 0.0
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return Round(1 - 2*sum/(float64(len(a))*top*top))
}

// TauB is Kendall's rank correlation of two portfolios, corrected for ties
// (Bueno de Mesquita 1975), and false where one of them ties throughout, which
// leaves it undefined.
func TauB(a, b Portfolio) (float64, bool) {
	var concordant, discordant, tiedA, tiedB float64
	for i := range a {
		for j := range i {
			x, y := sign(a[i]-a[j]), sign(b[i]-b[j])
			switch {
			case x == 0 && y == 0:
			case x == 0:
				tiedA++
			case y == 0:
				tiedB++
			case x == y:
				concordant++
			default:
				discordant++
			}
		}
	}
	d := math.Sqrt((concordant + discordant + tiedA) * (concordant + discordant + tiedB))
	if d == 0 {
		return 0, false
	}
	return Round((concordant - discordant) / d), true
}

func sign(f float64) int {
	switch {
	case f > 0:
		return 1
	case f < 0:
		return -1
	}
	return 0
}
