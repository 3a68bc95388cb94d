// Code generated from ontology.yaml by go generate ./schema. DO NOT EDIT.

package schema

// Version is the version of the ontology that the program is built with.
const Version = "1.0"

// The kinds of relation.
const (
	// SignedTreatyWith: signed a treaty with. Both parties have put their names to
	// a treaty, agreement or memorandum, or one has and the text says with whom.
	// Signed is what counts: an agreement in principle is this kind with the
	// modality AGREED, and agreeing to work on one is NEGOTIATES_TREATY_WITH. With
	// several parties it is recorded in pairs for up to six that are named. Use
	// the child when the text says what sort of treaty it is. Not for contracts of
	// firms, nor for joint statements.
	SignedTreatyWith Kind = "SIGNED_TREATY_WITH"

	// SignedStrategicTreatyWith: signed strategic treaty with. A treaty of
	// strategic partnership or strategic cooperation was signed, comprehensive or
	// not. Not for a partnership that is only spoken of as strategic
	// (COOPERATES_WITH).
	SignedStrategicTreatyWith Kind = "SIGNED_STRATEGIC_TREATY_WITH"

	// SignedDefenceTreatyWith: signed defence treaty with. A treaty on defence,
	// military or military-technical cooperation, or on the status of forces, was
	// signed. The state of being bound to defend each other is DEFENCE_PACT_WITH.
	// Not for arms contracts (SUPPLIED_ARMS_TO with AGREED).
	SignedDefenceTreatyWith Kind = "SIGNED_DEFENCE_TREATY_WITH"

	// SignedPeaceTreatyWith: signed peace treaty with. A treaty that ends a war
	// was signed; it closes AT_WAR_WITH. Not for a truce, an armistice or a
	// ceasefire (CEASEFIRE_WITH), which leave the war open.
	SignedPeaceTreatyWith Kind = "SIGNED_PEACE_TREATY_WITH"

	// SignedTradeTreatyWith: signed trade treaty with. A treaty on trade, customs,
	// investment or energy supply between governments was signed. Not for the
	// contracts of firms, state-owned ones included.
	SignedTradeTreatyWith Kind = "SIGNED_TRADE_TREATY_WITH"

	// SignedBorderTreatyWith: signed border treaty with. A treaty that draws,
	// settles or opens a land or sea border was signed. The handing over of land
	// is CEDED_TERRITORY_TO.
	SignedBorderTreatyWith Kind = "SIGNED_BORDER_TREATY_WITH"

	// SignedArmsControlTreatyWith: signed arms control treaty with. A treaty that
	// limits, reduces or bans weapons, or sets inspections of them, was signed.
	SignedArmsControlTreatyWith Kind = "SIGNED_ARMS_CONTROL_TREATY_WITH"

	// NegotiatesTreatyWith: negotiates with. Talks towards a treaty or a
	// settlement go on between the two, directly or through others; the treaty
	// itself may be missing. Also when they agree to work on one. A single meeting
	// is MET_WITH; an offer to talk that is not taken up is this kind with
	// PLEDGED.
	NegotiatesTreatyWith Kind = "NEGOTIATES_TREATY_WITH"

	// RatifiedTreatyWith: ratified a treaty with. The subject has ratified a
	// treaty with the object; one claim for each side that does. The one act of a
	// parliament that binds the state. Approval by a committee or a first chamber
	// is AGREED.
	RatifiedTreatyWith Kind = "RATIFIED_TREATY_WITH"

	// WithdrewFromTreatyWith: withdrew from a treaty with. The subject has left,
	// denounced or suspended a treaty with the object. A treaty of many parties is
	// left by WITHDREW_FROM_TREATY. A breach without leaving is VIOLATED_TREATY;
	// leaving an organisation is LEFT.
	WithdrewFromTreatyWith Kind = "WITHDREW_FROM_TREATY_WITH"

	// WithdrewFromTreaty: withdrew from. The subject has left, denounced or
	// suspended a treaty that binds it to no one party in particular, such as a
	// convention of the United Nations. Where the text or the treaty has an other
	// party, it is WITHDREW_FROM_TREATY_WITH and not this as well.
	WithdrewFromTreaty Kind = "WITHDREW_FROM_TREATY"

	// InvokedTreaty: invoked. A state calls on a clause of a treaty that obliges
	// the others, such as a mutual-defence article. Not for praise or mention of a
	// treaty.
	InvokedTreaty Kind = "INVOKED_TREATY"

	// ViolatedTreaty: violated. The subject has broken a treaty that is named or
	// that the text makes plain. Breaking a truce is VIOLATED_CEASEFIRE_WITH. When
	// only another party says so, the voice tells; do not record ACCUSED alone.
	ViolatedTreaty Kind = "VIOLATED_TREATY"

	// AlliedWith: is allied with. The two are allies by treaty or settled policy,
	// and the text says so or presupposes it. Use the child when the pact's
	// content is said. Not for friendship between leaders or warm words
	// (CLOSE_TO), nor for membership in a bloc (MEMBER_OF).
	AlliedWith Kind = "ALLIED_WITH"

	// DefencePactWith: has a defence pact with. The two are bound to defend each
	// other. The signing is SIGNED_DEFENCE_TREATY_WITH; record this as well only
	// when the obligation is said.
	DefencePactWith Kind = "DEFENCE_PACT_WITH"

	// NeutralityPactWith: has a neutrality pact with. The two are bound to stay
	// neutral when the other is at war. Not for neutrality that a state declares
	// by itself.
	NeutralityPactWith Kind = "NEUTRALITY_PACT_WITH"

	// NonaggressionPactWith: has a non-aggression pact with. The two are bound not
	// to attack each other. Not for a ceasefire (CEASEFIRE_WITH).
	NonaggressionPactWith Kind = "NONAGGRESSION_PACT_WITH"

	// EntenteWith: has an entente with. The two are bound to consult in a crisis,
	// with no duty to fight.
	EntenteWith Kind = "ENTENTE_WITH"

	// CooperatesWith: cooperates with. The two work together in a field (`domains`
	// names it), now or as a settled practice. Also partnership, also joint
	// projects between governments. Not when a narrower kind says it
	// (EXERCISED_WITH, TRADES_WITH, SHARED_INTELLIGENCE_WITH), nor for a wish to
	// cooperate without more (PLANNED).
	CooperatesWith Kind = "COOPERATES_WITH"

	// SuspendedCooperationWith: suspended cooperation with. The subject stops or
	// freezes a cooperation, aid, talks or mediation that had been going on.
	// Diplomatic ties are REDUCED_RELATIONS_WITH and its children; a ban on goods
	// is EMBARGOED. It does not close COOPERATES_WITH, since one field may stop
	// while others go on.
	SuspendedCooperationWith Kind = "SUSPENDED_COOPERATION_WITH"

	// CloseTo: is close to. Two leaders, or two states, are called friends or
	// close, or a person the ally of another, with no treaty meant. A leader's
	// closeness to a state is not recorded.
	CloseTo Kind = "CLOSE_TO"

	// SuppliedArmsTo: supplied arms to. Weapons were delivered by the subject to
	// the object, sold or given. Only when delivered: ordered or approved is
	// AGREED, promised is PLEDGED. Use the child when the text says what sort;
	// `items` keeps the words. The maker of a weapon is not its giver; money for
	// arms is GAVE_MILITARY_AID_TO.
	SuppliedArmsTo Kind = "SUPPLIED_ARMS_TO"

	// SuppliedDronesTo: supplied drones to. Unmanned aircraft, boats or vehicles,
	// armed or for reconnaissance, or their parts, were delivered. A loitering
	// munition counts as a drone.
	SuppliedDronesTo Kind = "SUPPLIED_DRONES_TO"

	// SuppliedMissilesTo: supplied missiles to. Missiles or guided rockets against
	// targets on land or sea, ballistic and cruise missiles, or their launchers,
	// were delivered. Those against aircraft are SUPPLIED_AIR_DEFENCE_TO.
	SuppliedMissilesTo Kind = "SUPPLIED_MISSILES_TO"

	// SuppliedAmmunitionTo: supplied ammunition to. Shells, cartridges, mines,
	// bombs or unguided rockets were delivered.
	SuppliedAmmunitionTo Kind = "SUPPLIED_AMMUNITION_TO"

	// SuppliedAircraftTo: supplied aircraft to. Crewed military aeroplanes or
	// helicopters were delivered. Not drones, nor civil airliners.
	SuppliedAircraftTo Kind = "SUPPLIED_AIRCRAFT_TO"

	// SuppliedArmourTo: supplied armour to. Tanks, armoured vehicles or
	// self-propelled guns were delivered.
	SuppliedArmourTo Kind = "SUPPLIED_ARMOUR_TO"

	// SuppliedAirDefenceTo: supplied air defence to. Air defence systems, their
	// missiles or radars were delivered.
	SuppliedAirDefenceTo Kind = "SUPPLIED_AIR_DEFENCE_TO"

	// SentTroopsTo: sent troops to. The subject has sent soldiers, advisers or
	// peacekeepers to the object's side or territory with its consent. The state
	// of affairs that follows is HOSTS_FORCES_OF: record what the verb says.
	// Against the object's will it is INVADED.
	SentTroopsTo Kind = "SENT_TROOPS_TO"

	// WithdrewForcesFrom: withdrew forces from. The subject has pulled forces out
	// of the object's territory; it closes the object's HOSTS_FORCES_OF and the
	// subject's OCCUPIES. Not for a retreat within a battle that leaves the forces
	// in the country, nor for a pledge to leave (PLANNED).
	WithdrewForcesFrom Kind = "WITHDREW_FORCES_FROM"

	// TrainedForcesOf: trains forces of. The subject trains soldiers or fighters
	// of the object, at home or there. Joint drills of two armies are
	// EXERCISED_WITH.
	TrainedForcesOf Kind = "TRAINED_FORCES_OF"

	// HostsForcesOf: hosts forces of. Forces or bases of the object stand on the
	// subject's territory with its consent. Without consent it is OCCUPIES, the
	// other way round; the deployment as an event is SENT_TROOPS_TO.
	HostsForcesOf Kind = "HOSTS_FORCES_OF"

	// HostsWeaponsOf: hosts weapons of. Weapons that stay the object's own are
	// stationed on the subject's territory. Weapons that change hands are
	// SUPPLIED_ARMS_TO.
	HostsWeaponsOf Kind = "HOSTS_WEAPONS_OF"

	// HostsNuclearWeaponsOf: hosts nuclear weapons of. Nuclear weapons of the
	// object are stationed on the subject's territory.
	HostsNuclearWeaponsOf Kind = "HOSTS_NUCLEAR_WEAPONS_OF"

	// GrantedTerritoryTo: let its territory be used by. The subject lets the
	// object use its land, airspace, waters or ports, for an attack, a transit or
	// a base. Permanent forces are HOSTS_FORCES_OF; giving the land away is
	// CEDED_TERRITORY_TO.
	GrantedTerritoryTo Kind = "GRANTED_TERRITORY_TO"

	// SharedIntelligenceWith: shared intelligence with. The subject has passed
	// intelligence to the object. For an exchange in both directions record one
	// claim each way.
	SharedIntelligenceWith Kind = "SHARED_INTELLIGENCE_WITH"

	// ExercisedWith: held military exercises with. The two have held joint
	// military or naval exercises. Drills aimed at someone are
	// SHOWED_FORCE_AGAINST towards that one, as well.
	ExercisedWith Kind = "EXERCISED_WITH"

	// SupportedWarOf: supports the war of. The subject helps or backs the object's
	// war, and the text says no more of the help, or says it beside a narrower
	// kind. `against` names the enemy. Words alone are SUPPORTED.
	SupportedWarOf Kind = "SUPPORTED_WAR_OF"

	// Sponsors: sponsors. The subject arms, pays or directs a non-state actor,
	// said outright or by an epithet such as "Iran-backed". A single delivery is
	// SUPPLIED_ARMS_TO.
	Sponsors Kind = "SPONSORS"

	// Aided: aided. The subject has given help of a sort that is not said or has
	// no child. Only help that arrived: decided is AGREED, promised is PLEDGED.
	// Firms and charities are not the state.
	Aided Kind = "AIDED"

	// GaveEconomicAidTo: gave economic aid to. Money, loans, grants or debt relief
	// for the object's economy or budget were paid out. Investment for gain is
	// INVESTED_IN.
	GaveEconomicAidTo Kind = "GAVE_ECONOMIC_AID_TO"

	// GaveHumanitarianAidTo: gave humanitarian aid to. Food, medicine, shelter or
	// rescue for people in need in the object were delivered.
	GaveHumanitarianAidTo Kind = "GAVE_HUMANITARIAN_AID_TO"

	// GaveMilitaryAidTo: gave military aid to. Military help in money, or of a
	// sort that the text does not say, was given. Weapons that are named are
	// SUPPLIED_ARMS_TO or its child.
	GaveMilitaryAidTo Kind = "GAVE_MILITARY_AID_TO"

	// Sanctioned: sanctioned. Sanctions of the subject on the object are in force:
	// on the state, its sectors, firms or persons (`scope`), or on a leader by
	// name. A ban on a trade is EMBARGOED, a visa ban or closed airspace
	// RESTRICTED, a duty IMPOSED_TARIFFS_ON. A threat of sanctions is THREATENED.
	Sanctioned Kind = "SANCTIONED"

	// LiftedSanctionsOn: lifted sanctions on. The subject has lifted sanctions or
	// an embargo on the object; it closes SANCTIONED and EMBARGOED. Easing in part
	// is the same kind with `scope`. Not for the expiry of a waiver.
	LiftedSanctionsOn Kind = "LIFTED_SANCTIONS_ON"

	// Embargoed: embargoed. The subject forbids trade with the object, in all
	// goods or in some (`items`). Enforced by ships or guns it is BLOCKADED.
	Embargoed Kind = "EMBARGOED"

	// Restricted: restricted. The subject bans visas or flights of the object,
	// closes a border or airspace to it, or limits its media or diplomats'
	// movement. Sanctions named as such are SANCTIONED.
	Restricted Kind = "RESTRICTED"

	// ImposedTariffsOn: imposed tariffs on. Import duties of the subject on goods
	// of the object are in force. Announced for a later day they are AGREED;
	// threatened, THREATENED.
	ImposedTariffsOn Kind = "IMPOSED_TARIFFS_ON"

	// SeizedPropertyOf: seized property of. The subject has seized, confiscated or
	// frozen ships, aircraft, money or buildings of the object or flying its flag.
	// People are DETAINED_NATIONALS_OF; land is TOOK_TERRITORY_FROM.
	SeizedPropertyOf Kind = "SEIZED_PROPERTY_OF"

	// DetainedNationalsOf: detained nationals of. The subject holds citizens,
	// soldiers or sailors of the object: arrested, captured, taken hostage. Not
	// for a state's arrests of its own people.
	DetainedNationalsOf Kind = "DETAINED_NATIONALS_OF"

	// ReleasedNationalsOf: released nationals of. The subject has let go citizens
	// or fighters of the object. Both ways in one deal it is
	// EXCHANGED_PRISONERS_WITH.
	ReleasedNationalsOf Kind = "RELEASED_NATIONALS_OF"

	// ExchangedPrisonersWith: exchanged prisoners with. The two have handed over
	// prisoners, captives or bodies to each other in one exchange.
	ExchangedPrisonersWith Kind = "EXCHANGED_PRISONERS_WITH"

	// TradesWith: trades with. The two trade, or one buys or sells a named good
	// from the other as a practice (`items`). Arms are SUPPLIED_ARMS_TO; a treaty
	// on trade is SIGNED_TRADE_TREATY_WITH; the business of one firm is not
	// recorded.
	TradesWith Kind = "TRADES_WITH"

	// InvestedIn: invested in. The subject's government, fund or state bank has
	// put money for gain into the object. Loans and grants to help are
	// GAVE_ECONOMIC_AID_TO; private firms are not the state.
	InvestedIn Kind = "INVESTED_IN"

	// AtWarWith: is at war with. The text says that the two are at war, or names
	// their war. Single blows are ATTACKED or FOUGHT_WITH and do not by themselves
	// make a war; a cold or trade war is none.
	AtWarWith Kind = "AT_WAR_WITH"

	// Invaded: invaded. The subject's army has entered the object's territory by
	// force to take or hold it; a presupposed invasion counts. What follows is
	// OCCUPIES; a raid that returns is ATTACKED.
	Invaded Kind = "INVADED"

	// Attacked: attacked. The subject has used force on the object: shelled,
	// bombed, struck, raided, hacked its state systems. The object is whose
	// territory, force or asset was hit, `place` says where. Stopped short it is
	// INTERCEPTED; both shooting is FOUGHT_WITH; an unknown attacker gives no
	// claim.
	Attacked Kind = "ATTACKED"

	// FoughtWith: fought with. The two have clashed: both shoot, or who began is
	// not said. One side's blow is ATTACKED.
	FoughtWith Kind = "FOUGHT_WITH"

	// Intercepted: intercepted. The subject has shot down, turned back or stopped
	// a craft or missile of the object. The launch itself is ATTACKED, when the
	// text says it was one.
	Intercepted Kind = "INTERCEPTED"

	// ViolatedTerritoryOf: violated the territory of. Aircraft, drones, ships or
	// soldiers of the subject have entered the object's air, sea or land without
	// force being used. With force it is ATTACKED or INVADED.
	ViolatedTerritoryOf Kind = "VIOLATED_TERRITORY_OF"

	// ShowedForceAgainst: showed force against. The subject has massed troops,
	// held drills, tested missiles or sent ships, and the text says at whom it was
	// aimed. Aimed at nobody it is not recorded; words alone are THREATENED.
	ShowedForceAgainst Kind = "SHOWED_FORCE_AGAINST"

	// TookTerritoryFrom: took territory from. The subject has captured a town, an
	// island or land from the object. Claimed by the subject only, the voice
	// tells. Getting one's own land back counts too.
	TookTerritoryFrom Kind = "TOOK_TERRITORY_FROM"

	// Annexed: annexed territory of. The subject has declared land of the object
	// its own. Holding it without that is OCCUPIES.
	Annexed Kind = "ANNEXED"

	// CededTerritoryTo: ceded territory to. The subject has given up land to the
	// object by treaty or decision. Lost in battle it is TOOK_TERRITORY_FROM, the
	// other way round.
	CededTerritoryTo Kind = "CEDED_TERRITORY_TO"

	// Occupies: occupies. The subject holds territory of the object by force; a
	// presupposed occupation counts ("the occupied regions"). The act of taking it
	// is INVADED or TOOK_TERRITORY_FROM; forces that are welcome are
	// HOSTS_FORCES_OF.
	Occupies Kind = "OCCUPIES"

	// Blockaded: blockades. The subject closes the object's coast, border or
	// supplies by force. A ban on trade by law is EMBARGOED; a border that the
	// subject closes on its own side is RESTRICTED.
	Blockaded Kind = "BLOCKADED"

	// DisputesTerritoryWith: disputes territory with. Both claim the same land or
	// waters (`place`). Fighting over it is recorded as such.
	DisputesTerritoryWith Kind = "DISPUTES_TERRITORY_WITH"

	// Threatened: threatened. The subject announces harm of its own doing to the
	// object, on a condition or not. Warning of a risk, or of what others may do,
	// is none; the threatened act is not recorded beside it.
	Threatened Kind = "THREATENED"

	// CeasefireWith: has a ceasefire with. A truce, armistice or ceasefire between
	// the two is agreed and holds. It closes nothing by itself: the war goes on
	// until a peace. Proposed or demanded, the modality says so.
	CeasefireWith Kind = "CEASEFIRE_WITH"

	// ViolatedCeasefireWith: violated the ceasefire with. The subject has broken a
	// truce with the object. The blow itself is ATTACKED, when the text says it.
	ViolatedCeasefireWith Kind = "VIOLATED_CEASEFIRE_WITH"

	// MetWith: met with. Officials of the two have met in person, at a place that
	// is not said, third or neither's. A trip to the other's country is VISITED, a
	// call CALLED. A summit is recorded in pairs for up to six that are named.
	MetWith Kind = "MET_WITH"

	// Called: spoke by telephone with. Officials of the two have spoken by
	// telephone or video. Letters and messages are not recorded.
	Called Kind = "CALLED"

	// Visited: visited. Someone who acts for the subject has travelled to the
	// object. The visitor is the subject, also when the text tells of the host.
	// Talks held there are MET_WITH as well, when the text says with whom.
	Visited Kind = "VISITED"

	// Recognised: recognised. The subject has recognised the object as a state, or
	// a body as its government. Recognising a claim, an election or a wrong is
	// none.
	Recognised Kind = "RECOGNISED"

	// EstablishedRelationsWith: established relations with. The two have opened,
	// restored or raised diplomatic relations, or opened an embassy for that.
	// Improving them in words is none.
	EstablishedRelationsWith Kind = "ESTABLISHED_RELATIONS_WITH"

	// HasDiplomaticRelationsWith: has diplomatic relations with. The subject keeps
	// a mission in the object, as data sets list it. From news record the change:
	// ESTABLISHED_RELATIONS_WITH, BROKE_RELATIONS_WITH.
	HasDiplomaticRelationsWith Kind = "HAS_DIPLOMATIC_RELATIONS_WITH"

	// ReducedRelationsWith: reduced relations with. The subject has lowered or
	// frozen its diplomatic ties with the object, in a way that no child says.
	// Stopping a cooperation or talks is SUSPENDED_COOPERATION_WITH.
	ReducedRelationsWith Kind = "REDUCED_RELATIONS_WITH"

	// BrokeRelationsWith: broke relations with. The subject has broken off
	// diplomatic relations; it closes alliance, cooperation and diplomatic
	// relations of the two.
	BrokeRelationsWith Kind = "BROKE_RELATIONS_WITH"

	// ExpelledDiplomatsOf: expelled diplomats of. The subject has sent away
	// diplomats of the object or declared them unwelcome. Summoning one is
	// SUMMONED_AMBASSADOR_OF.
	ExpelledDiplomatsOf Kind = "EXPELLED_DIPLOMATS_OF"

	// RecalledAmbassadorFrom: recalled its ambassador from. The subject has called
	// its own ambassador home from the object, in protest. The routine end of a
	// posting is none.
	RecalledAmbassadorFrom Kind = "RECALLED_AMBASSADOR_FROM"

	// SummonedAmbassadorOf: summoned the ambassador of. The subject's foreign
	// ministry has called in the object's envoy, or handed over a note of protest.
	// What it complained of is CONDEMNED or ACCUSED, when said.
	SummonedAmbassadorOf Kind = "SUMMONED_AMBASSADOR_OF"

	// MediatedFor: mediated for. The subject mediates or hosts talks for the
	// object: one claim for each party, `between` names both. Being ready to is
	// PLEDGED.
	MediatedFor Kind = "MEDIATED_FOR"

	// Sued: sued. The subject has brought a case against the object before a court
	// or an arbitrator. The judgement is none; firms' suits are none.
	Sued Kind = "SUED"

	// Supported: voiced support for. The subject takes the object's side in words,
	// defends it or rallies others to it. Help in deeds has its own kinds;
	// promised help is PLEDGED_SUPPORT_TO or that kind with PLEDGED.
	Supported Kind = "SUPPORTED"

	// PledgedSupportTo: pledged support to. The subject promises the object help
	// that no kind names. Where a kind names it, record that kind with PLEDGED and
	// not this.
	PledgedSupportTo Kind = "PLEDGED_SUPPORT_TO"

	// Praised: praised. The subject speaks well of the object or what it did.
	// Courtesies, congratulations and condolences are none.
	Praised Kind = "PRAISED"

	// ApologisedTo: apologised to. The subject has said that it was wrong and is
	// sorry, to the object. Regret that admits nothing is none.
	ApologisedTo Kind = "APOLOGISED_TO"

	// Condemned: condemned. The subject blames the object for an act that nobody
	// contests. Alleging a contested act is ACCUSED; concern without blame is
	// none.
	Condemned Kind = "CONDEMNED"

	// Accused: accused. The subject alleges that the object did something that is
	// contested; what is alleged is a claim as well, in the subject's voice. Blame
	// for an admitted act is CONDEMNED.
	Accused Kind = "ACCUSED"

	// RequestedFrom: requested from. The subject asks the object to do something,
	// without pressure. Where a kind names what is asked, record that kind with
	// DEMANDED and not this.
	RequestedFrom Kind = "REQUESTED_FROM"

	// DemandedFrom: demanded from. The subject presses the object to do something,
	// as of right or with a consequence. Where a kind names what is demanded,
	// record that kind with DEMANDED; with harm announced it is THREATENED.
	DemandedFrom Kind = "DEMANDED_FROM"

	// Rejected: rejected a proposal of. The subject refuses what the object
	// proposed, asked or offered; the object is the proposer, `topic` the thing.
	// Denying an accusation is that claim with DENIED.
	Rejected Kind = "REJECTED"

	// Leads: leads. The leader holds the highest or second office: `office` says
	// which. Ministers, envoys and party heads are agents of their state's claims,
	// not leaders of it. DE_FACTO is who rules without the office, ORGANISATION
	// who heads an organisation or a group.
	Leads Kind = "LEADS"

	// MemberOf: is a member of. The subject is a member of the organisation or
	// bloc, in full right. Observers, partners and candidates are not. What a bloc
	// does is its own act and not its members'.
	MemberOf Kind = "MEMBER_OF"

	// Joined: joined. The subject became a member of the organisation. The state
	// that follows is MEMBER_OF, recorded only when said; signing an accession
	// treaty is AGREED.
	Joined Kind = "JOINED"

	// Left: left. The subject stopped being a member of the organisation, by its
	// will or not; it closes MEMBER_OF. Announced it is PLANNED.
	Left Kind = "LEFT"

	// AppliedToJoin: applied to join. The subject has handed in an application for
	// membership. A wish to join is JOINED with PLANNED.
	AppliedToJoin Kind = "APPLIED_TO_JOIN"

	// BlockedAccessionOf: blocked the accession of. The subject has vetoed or held
	// up the object's way into an organisation (`topic` or `place` names it).
	BlockedAccessionOf Kind = "BLOCKED_ACCESSION_OF"

	// PartyTo: is a party to. The subject is bound by the treaty or has signed it.
	// Recorded for every named party, beside the signature in pairs; of a treaty
	// of many parties alone, with how far the subject has gone as the treaty's
	// status: signed, ratified. Leaving it is WITHDREW_FROM_TREATY.
	PartyTo Kind = "PARTY_TO"
)
