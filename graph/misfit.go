package graph

import (
	"fmt"
	"slices"
)

// fits tells which rows know a condition, by its name in Where.String.
var fits = map[string][]Rows{
	"ids":         {Entities, Relations, Claims, Articles, Treaties, Judgements},
	"kinds":       {Relations, Claims},
	"subject":     {Relations, Claims},
	"object":      {Relations, Claims},
	"either":      {Relations, Claims},
	"pair":        {Relations, Claims},
	"touching":    {Relations, Claims},
	"against":     {Relations, Claims},
	"within":      {Relations, Claims},
	"modality":    {Relations, Claims},
	"items":       {Relations, Claims},
	"domains":     {Relations, Claims},
	"confidence>": {Relations, Claims},
	"direction":   {Relations, Claims},
	"status":      {Relations},
	"sources>":    {Relations},
	"claims>":     {Relations},
	"began":       {Relations},
	"appeared":    {Relations},
	"ended":       {Relations},
	"reported":    {Relations},
	"office":      {Relations},
	"said":        {Relations},
	"told":        {Relations},
	"agent":       {Claims},
	"voice":       {Claims},
	"over":        {Claims},
	"places":      {Claims},
	"form":        {Claims},
	"text":        {Claims},
	"speaker":     {Claims},
	"published":   {Claims, Articles},
	"outlets":     {Claims, Articles},
	"languages":   {Claims, Articles},
	"urls":        {Articles},
	"news":        {Articles},
	"entities":    {Entities},
	"search":      {Entities, Treaties},
	"parties":     {Treaties},
	"treaties":    {Treaties},
	"stages":      {Treaties},
	"mutual":      {Treaties},
	"verbs":       {Judgements},
}

// orders tells which rows know an order.
var orders = map[OrderField][]Rows{
	BySince:      {Relations, Treaties, Claims},
	ByConfidence: {Relations, Claims},
	ByClaims:     {Relations},
	BySources:    {Relations},
	ByReported:   {Relations},
	ByAttested:   {Relations},
	ByPublished:  {Claims, Articles},
	ByName:       {Entities},
	ByRank:       {Entities, Treaties},
	ByID:         {Entities, Relations, Claims, Articles, Treaties, Judgements},
	ByOn:         {Judgements},
}

// misfit says which condition or order of the field its rows do not know;
// empty when all fit.
func (f *Field) misfit() string {
	why := ""
	f.Where.each(func(name string, _ any) {
		if why == "" && !slices.Contains(fits[name], f.Rows) {
			why = fmt.Sprintf("%s cannot be asked for by %s", f.Rows, name)
		}
	})
	if f.Where.Said != nil {
		f.Where.Said.each(func(name string, _ any) {
			if why == "" && !slices.Contains(fits[name], Claims) {
				why = fmt.Sprintf("%s cannot be asked for by %s", Claims, name)
			}
		})
	}
	for _, o := range f.Order {
		if why == "" && !slices.Contains(orders[o.Field], f.Rows) {
			why = fmt.Sprintf("%s have no order by %s", f.Rows, o.Field)
		}
	}
	if why == "" && f.Group != nil && f.Group.Behind && f.Rows != Claims {
		why = fmt.Sprintf("no articles are behind %s", f.Rows)
	}
	if why == "" && f.Where.Search == "" && slices.ContainsFunc(f.Order, func(o Order) bool { return o.Field == ByRank }) {
		why = "only a search has ranks to order by"
	}
	return why
}
