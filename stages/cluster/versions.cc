#include "stages/cluster/versions.h"

#include <algorithm>
#include <array>
#include <deque>

#include "lib/text/fold.h"
#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

// Of a version against the one that is known.
enum class Order : uint8_t {
  kOlder,
  kSame,   // its number or time says so: only the place in the stream tells them apart
  kLater,  // neither has a number or time that could be compared: its place decides
  kNewer,
};

Order Compare(const Version& version, const KnownArticle& known) {
  const bool numbered = version.version != 0 && known.version != 0;
  if (numbered && version.version != known.version) {
    return version.version < known.version ? Order::kOlder : Order::kNewer;
  }
  const bool dated = version.updated.known() && known.updated.known();
  if (dated && version.updated != known.updated) {
    return version.updated < known.updated ? Order::kOlder : Order::kNewer;
  }
  if (version.origin == known.origin && version.offset < known.offset) return Order::kOlder;
  return numbered || dated ? Order::kSame : Order::kLater;
}

// Of a source's title. Two hashes of 32 bits: a kill that meets another title of the same source must not happen.
uint64_t HashTitle(std::string_view source, std::string_view title_key) {
  const std::string both = std::string(source) + '\n' + std::string(title_key);
  return static_cast<uint64_t>(HashWord(title_key)) << 32 | HashWord(both);
}

bool IsEarlier(const KnownArticle& a, const KnownArticle& b) {
  return std::pair(a.touched, a.offset) < std::pair(b.touched, b.offset);
}

bool NamesTitleOf(const Version& version, const KnownArticle& known) {
  return std::any_of(version.named_titles.begin(), version.named_titles.end(), [&](const std::string& title) {
    return std::count(known.titles.begin(), known.titles.end(), HashTitle(known.source, title)) != 0;
  });
}

Change ChangeOfFirst(Status status) {
  if (status == Status::kCanceled) return Change::kWithdrawn;
  return status == Status::kWithheld ? Change::kHeld : Change::kNew;
}

// Of the text of a usable version.
Change ChangeOfText(const Version& version, const KnownArticle& known) {
  if (version.text_hash == known.text_hash) return Change::kRepeated;
  const bool corrects = version.is_correction || version.marker == MarkerKind::kCorrection;
  return corrects ? Change::kCorrected : Change::kUpdated;
}

Change Judge(const Version& version, const KnownArticle& known) {
  const Order order = Compare(version, known);
  if (order == Order::kOlder) return Change::kStale;
  if (version.status != Status::kUsable) return ChangeOfFirst(version.status);
  if (version.marker == MarkerKind::kWithdrawal && NamesTitleOf(version, known)) return Change::kWithdrawn;
  if (version.marker == MarkerKind::kHold && NamesTitleOf(version, known)) return Change::kHeld;
  if (known.status == Status::kUsable) return ChangeOfText(version, known);
  // What was killed must not come back because somebody sends it once more.
  return order == Order::kSame ? Change::kStale : Change::kRestored;
}

Status StatusAfter(Change change) {
  if (change == Change::kWithdrawn) return Status::kCanceled;
  return change == Change::kHeld ? Status::kWithheld : Status::kUsable;
}

std::optional<Action> ActionOnItself(Change change) {
  switch (change) {
    case Change::kCorrected:
      return Action::kCorrect;
    case Change::kWithdrawn:
      return Action::kWithdraw;
    case Change::kHeld:
      return Action::kHold;
    case Change::kRestored:
      return Action::kRestore;
    default:
      return std::nullopt;
  }
}

std::optional<Action> ActionOfMarker(const Version& version) {
  if (version.marker == MarkerKind::kWithdrawal) return Action::kWithdraw;
  if (version.marker == MarkerKind::kHold) return Action::kHold;
  if (version.is_correction || version.marker == MarkerKind::kCorrection) return Action::kCorrect;
  return std::nullopt;
}

// How formats name what an article does to one that it is linked to, folded, without the prefix of a vocabulary.
struct RelationName {
  std::string_view name;
  Action action;
};
constexpr std::array<RelationName, 12> kRelationNames = {{{"correction", Action::kCorrect},
                                                          {"corrects", Action::kCorrect},
                                                          {"correctionof", Action::kCorrect},
                                                          {"iscorrectionof", Action::kCorrect},
                                                          {"kill", Action::kWithdraw},
                                                          {"kills", Action::kWithdraw},
                                                          {"withdrawal", Action::kWithdraw},
                                                          {"withdraws", Action::kWithdraw},
                                                          {"cancels", Action::kWithdraw},
                                                          {"retracts", Action::kWithdraw},
                                                          {"hold", Action::kHold},
                                                          {"holds", Action::kHold}}};

std::optional<Action> ActionOfRelation(std::string_view relation) {
  const std::string folded = text::FoldText(relation.substr(relation.find(':') + 1));
  const auto* const found = std::find_if(kRelationNames.begin(), kRelationNames.end(),
                                         [&](const RelationName& name) { return name.name == folded; });
  if (found == kRelationNames.end()) return std::nullopt;
  return found->action;
}

// Whether copies elsewhere may have kept what was wrong.
bool ConcernsCopies(Action action) { return action == Action::kWithdraw || action == Action::kCorrect; }

bool IsEmbargoedAt(Timestamp until, Timestamp now) { return until.known() && now < until; }

// Where `uri` stands in a list that is sorted, or belongs.
auto PlaceOf(const std::string& uri, std::vector<const std::string*>* list) {
  return std::lower_bound(list->begin(), list->end(), uri,
                          [](const std::string* a, const std::string& b) { return *a < b; });
}

void Insert(const std::string* uri, std::vector<const std::string*>* list) {
  const auto at = PlaceOf(*uri, list);
  if (at == list->end() || *at != uri) list->insert(at, uri);
}

template <class Key>
void EraseFrom(const Key& key, const std::string* uri,
               std::unordered_map<Key, std::vector<const std::string*>>* lists) {
  const auto listed = lists->find(key);
  if (listed == lists->end()) return;
  const auto at = PlaceOf(*uri, &listed->second);
  if (at != listed->second.end() && *at == uri) listed->second.erase(at);
  if (listed->second.empty()) lists->erase(listed);
}

void KeepLast(size_t most, uint64_t title, std::vector<uint64_t>* titles) {
  std::erase(*titles, title);
  titles->push_back(title);
  if (titles->size() > most) titles->erase(titles->begin());
}

}  // namespace

const KnownArticle* Versions::Find(std::string_view uri) const {
  const auto found = articles_.find(std::string(uri));
  return found == articles_.end() ? nullptr : &found->second;
}

bool Versions::IsEmbargoed(std::string_view uri, Timestamp now) const {
  const KnownArticle* known = Find(uri);
  return known != nullptr && IsEmbargoedAt(known->embargoed_until, now);
}

Decision Versions::Fold(const Version& version, Timestamp now) {
  Decision decision = {.is_embargoed = IsEmbargoedAt(version.embargoed_until, now)};
  const size_t before = journal_.size();
  const KnownArticle* known = Find(version.uri);
  decision.previous_version = known == nullptr ? 0 : known->version;
  decision.change = known == nullptr ? ChangeOfFirst(version.status) : Judge(version, *known);
  decision.is_beyond_memory = known == nullptr && version.status != Status::kUsable;
  if (decision.change == Change::kStale) return decision;
  if (const std::optional<Action> action = ActionOnItself(decision.change)) {
    AddEffects(version.uri, *action, version.uri, &decision);
  }
  Accept(version, decision.change, now);
  if (decision.change == Change::kNew) ActOnTarget(version, now, &decision);
  for (size_t i = before; i < journal_.size(); ++i) decision.touched.push_back(journal_[i].uri);
  std::sort(decision.touched.begin(), decision.touched.end());
  decision.touched.erase(std::unique(decision.touched.begin(), decision.touched.end()), decision.touched.end());
  return decision;
}

void Versions::ActOnTarget(const Version& version, Timestamp now, Decision* decision) {
  const std::optional<Target> target = FindTarget(version);
  if (!target) return;
  AddEffects(target->uri, target->action, version.uri, decision);
  decision->target = target->uri;
  decision->target_action = target->action;
  KnownArticle changed = *Find(target->uri);
  if (target->action == Action::kWithdraw) changed.status = Status::kCanceled;
  if (target->action == Action::kHold && changed.status == Status::kUsable) changed.status = Status::kWithheld;
  changed.touched = now;
  Replace(target->uri, std::move(changed));
}

void Versions::Accept(const Version& version, Change change, Timestamp now) {
  const KnownArticle* known = Find(version.uri);
  KnownArticle article = known == nullptr ? KnownArticle{} : *known;
  if (!version.source.empty()) article.source = version.source;
  // A null value has neither number nor time: what the killed version had still tells what is older.
  if (version.version != 0) article.version = version.version;
  if (version.updated.known()) article.updated = version.updated;
  article.origin = version.origin;
  article.offset = version.offset;
  article.status = StatusAfter(change);
  article.touched = now;
  const bool has_text = !version.title_key.empty() || version.text_hash != 0;
  if (has_text || version.status == Status::kUsable) {
    article.text_hash = version.text_hash;
    article.embargoed_until = version.embargoed_until;
  }
  if (!version.title_key.empty()) {
    KeepLast(kMostTitles, HashTitle(article.source, version.title_key), &article.titles);
  }
  Replace(version.uri, std::move(article));
}

// What is to be done with `uri` and, since they may have kept what was wrong, with its copies and theirs; not with `actor`.
void Versions::AddEffects(std::string_view uri, Action action, std::string_view actor, Decision* decision) const {
  const KnownArticle* known = Find(uri);
  decision->effects.push_back({std::string(uri), known == nullptr ? 0 : known->version, action});
  if (known == nullptr || !ConcernsCopies(action)) return;
  std::set<std::string> seen = {std::string(uri), std::string(actor)};
  const Uris& copies = CopiesOf(std::string(uri));
  std::deque<const std::string*> waiting(copies.begin(), copies.end());
  for (; !waiting.empty(); waiting.pop_front()) {
    const std::string& next = *waiting.front();
    const KnownArticle* copy = Find(next);
    if (copy == nullptr || !seen.insert(next).second) continue;
    const Uris& further = CopiesOf(next);
    waiting.insert(waiting.end(), further.begin(), further.end());
    if (copy->status == Status::kCanceled) continue;
    if (decision->effects.size() == kMostEffects) {
      decision->effects_cut = true;
      return;
    }
    decision->effects.push_back({next, copy->version, Action::kReview});
  }
}

bool Versions::MayActOn(const Version& version, std::string_view uri) const {
  const KnownArticle* known = Find(uri);
  return known != nullptr && uri != version.uri && !version.source.empty() && known->source == version.source;
}

// The uri of the same source that was changed last of those that have a title that `version` names.
std::optional<std::string> Versions::FindTitled(const Version& version) const {
  for (const std::string& title : version.named_titles) {
    const auto found = by_title_.find(HashTitle(version.source, title));
    if (found == by_title_.end()) continue;
    const std::string* newest = nullptr;
    for (const std::string* uri : found->second) {
      if (!MayActOn(version, *uri)) continue;
      if (newest == nullptr || IsEarlier(*Find(*newest), *Find(*uri))) newest = uri;
    }
    if (newest != nullptr) return *newest;
  }
  return std::nullopt;
}

std::optional<Versions::Target> Versions::FindTarget(const Version& version) const {
  const std::optional<Action> marked = ActionOfMarker(version);
  for (const Related& related : version.related) {
    const std::optional<Action> said = ActionOfRelation(related.relation);
    const std::optional<Action> action = said ? said : marked;
    if (action && MayActOn(version, related.uri)) return Target{std::string(related.uri), *action};
  }
  if (!marked) return std::nullopt;
  // A correction has the text of what it corrects, and often another title; a kill has no text but names the title.
  if (*marked == Action::kCorrect) {
    for (const std::string_view uri : version.same_text) {
      if (MayActOn(version, uri)) return Target{std::string(uri), *marked};
    }
  }
  const std::optional<std::string> titled = FindTitled(version);
  if (!titled) return std::nullopt;
  return Target{*titled, *marked};
}

void Versions::AddCopy(std::string_view original, std::string_view copy) {
  const KnownArticle* known = Find(copy);
  if (known == nullptr || original == copy || Find(original) == nullptr) return;
  if (known->copy_of.size() == kMostOriginals) return;
  if (std::find(known->copy_of.begin(), known->copy_of.end(), original) != known->copy_of.end()) return;
  KnownArticle changed = *known;
  changed.copy_of.emplace_back(original);
  Replace(copy, std::move(changed));
}

const Versions::Uris& Versions::CopiesOf(const std::string& uri) const {
  static const Uris none;
  const auto found = copies_.find(uri);
  return found == copies_.end() ? none : found->second;
}

void Versions::Replace(std::string_view uri, std::optional<KnownArticle> article) {
  const std::string key(uri);
  const KnownArticle* known = Find(key);
  journal_.push_back({key, known == nullptr ? std::nullopt : std::optional(*known)});
  Set(key, std::move(article));
}

void Versions::Set(const std::string& uri, std::optional<KnownArticle> article) {
  auto known = articles_.find(uri);
  if (known != articles_.end()) Unlist(&known->first, known->second);
  if (!article) {
    if (known != articles_.end()) articles_.erase(known);
    return;
  }
  if (known == articles_.end()) known = articles_.try_emplace(uri).first;
  known->second = std::move(*article);
  List(&known->first, known->second);
}

void Versions::List(const std::string* uri, const KnownArticle& article) {
  by_age_.emplace(article.touched.millis(), uri);
  for (const uint64_t title : article.titles) Insert(uri, &by_title_[title]);
  for (const std::string& original : article.copy_of) Insert(uri, &copies_[original]);
}

void Versions::Unlist(const std::string* uri, const KnownArticle& article) {
  by_age_.erase({article.touched.millis(), uri});
  for (const uint64_t title : article.titles) EraseFrom(title, uri, &by_title_);
  for (const std::string& original : article.copy_of) EraseFrom(original, uri, &copies_);
}

void Versions::RollBack(Mark mark) {
  while (journal_.size() > mark) {
    Undo undo = std::move(journal_.back());
    journal_.pop_back();
    Set(undo.uri, std::move(undo.before));
  }
}

bool Versions::IsStale(const Version& version) const {
  const KnownArticle* known = Find(version.uri);
  return known != nullptr && Judge(version, *known) == Change::kStale;
}

void Versions::SetLastStory(std::string_view uri, std::string_view story, uint64_t number) {
  KnownArticle changed = *Find(uri);
  changed.last_story = story;
  changed.last_story_number = number;
  Replace(uri, std::move(changed));
}

void Versions::Forget(std::string_view uri) { Replace(uri, std::nullopt); }

void Versions::Restore(std::string_view uri, std::optional<KnownArticle> article) {
  Set(std::string(uri), std::move(article));
}

std::vector<std::string> Versions::Expire(Timestamp time) {
  std::vector<std::string> gone;
  while (!by_age_.empty() && by_age_.begin()->first < time.millis()) {
    gone.push_back(*by_age_.begin()->second);
    Replace(gone.back(), std::nullopt);
  }
  return gone;
}

}  // namespace marsad::cluster
