#include "stages/decode/json/generic_article.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "stages/decode/article/address.h"
#include "stages/decode/article/byline.h"
#include "stages/decode/html/mixed.h"
#include "stages/decode/json/field_table.h"
#include "stages/decode/json/hollow.h"
#include "stages/decode/json/loose_values.h"
#include "stages/decode/json/own_fields.h"
#include "stages/decode/json/values.h"

namespace marsad::decode {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr size_t kProse = 120;  // bytes of an unknown text that may be an article's
constexpr std::string_view kBlanks = " \t\r\n";

// Objects whose members are the article's own: JSON:API, The Guardian, Elasticsearch, Strapi.
constexpr std::string_view kMerged[] = {"attributes", "fields", "_source", "properties"};

bool HasScheme(std::string_view text) {
  const size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && text.find_first_of("/?# ") > colon;
}

struct Candidate {
  std::string_view key;
  element value;
  int rank;
};

class ObjectReader {
 public:
  explicit ObjectReader(const JsonFeed& feed) : feed_(feed) {}

  OrRefusal<Draft> Read(const object& fields) {
    if (auto sorted = Sort(fields); !sorted) return tl::unexpected(std::move(sorted.error()));
    TakeSorted();
    if (IsHollow(draft_) && draft_.title.empty() && !TextsIn(fields).empty()) {
      return Refuse(Fault::kMissingField,
                    "neither \"title\" nor \"body\" holds a single letter; " + LookedFor(fields, unknown_));
    }
    WarnOfNoText(fields, unknown_, &draft_);
    if (auto title = ReadMarkupOf(&draft_.title, nullptr); !title) return tl::unexpected(std::move(title.error()));
    if (auto body = ReadMarkupOf(&draft_.body, &draft_.markup); !body) return tl::unexpected(std::move(body.error()));
    return std::move(draft_);
  }

  // What `draft`, which another reader made of `fields`, lacks.
  OrRefusal<Draft> ReadRest(const object& fields, std::span<const std::string_view> rest, Draft draft) {
    draft_ = std::move(draft);
    const bool has_title = !draft_.title.empty();
    const bool has_body = draft_.body.find_first_not_of(kBlanks) != std::string::npos;
    for (const auto [key, value] : fields) {
      if (!value.is_null() && std::ranges::find(rest, key) != rest.end()) SortOne(key, value);
    }
    NoteOthers(FieldRole::kPassed, nullptr);
    TakeSorted();
    WarnOfNoText(fields, unknown_, &draft_);
    if (!has_title) {
      if (auto read = ReadMarkupOf(&draft_.title, nullptr); !read) return tl::unexpected(std::move(read.error()));
    }
    if (!has_body) {
      if (auto read = ReadMarkupOf(&draft_.body, &draft_.markup); !read) return tl::unexpected(std::move(read.error()));
    }
    return std::move(draft_);
  }

 private:
  void TakeSorted() {
    TakeTexts();
    TakeAddresses();
    TakeFacts();
    TakeFromFeed();
  }

  // Own fields go into the draft at once, others wait until all are known.
  OrRefusal<void> Sort(const object& fields) {
    std::vector<std::pair<const JsonField*, Candidate>> odd;
    bool is_own = true;
    for (const auto [key, value] : fields) {
      if (value.is_null()) continue;
      const JsonField* own = OwnField(key);
      if (own == nullptr) {
        is_own = false;
        SortOne(key, value);
      } else if (!own->take(value, &draft_)) {
        odd.push_back({own, {key, value, 0}});
      }
    }
    // Who sends Marsad's own JSON must hear of a mistake; others may mean another thing by that name.
    for (const auto& [field, given] : odd) {
      if (is_own || field->must_be_readable) return RefuseField(*field, given.key, given.value);
      SortOther(given.key, given.value);
    }
    return {};
  }

  void SortOne(std::string_view key, const element& value) {
    if (std::ranges::find(kMerged, key) != std::end(kMerged) && value.is_object()) {
      SortOthers(value);
    } else {
      SortOther(key, value);
    }
  }

  void SortOthers(const element& merged) {
    object fields;
    if (merged.get(fields)) return;
    for (const auto [key, value] : fields) {
      if (!value.is_null()) SortOther(key, value);
    }
  }

  void SortOther(std::string_view key, const element& value) {
    const KnownField field = FindField(key);
    if (field.role == FieldRole::kUnknown) {
      Note(&draft_, Shorten(key));
      unknown_.push_back(key);
      values_.push_back(value);
    } else {
      Of(field.role).push_back({key, value, field.rank});
    }
  }

  std::vector<Candidate>& Of(FieldRole role) { return candidates_[static_cast<size_t>(role)]; }

  // The text of the highest rank, of one rank the longest. The rest of the role is named as left out.
  std::string BestText(FieldRole role) {
    const Candidate* best = nullptr;
    std::string text;
    for (const Candidate& candidate : Of(role)) {
      std::string other = TextIn(candidate.value).value_or("");
      if (other.find_first_not_of(kBlanks) == std::string::npos || IsPlaceholder(other)) continue;
      const bool is_better = best == nullptr || candidate.rank > best->rank ||
                             (candidate.rank == best->rank && other.size() > text.size());
      if (!is_better) continue;
      best = &candidate;
      text = std::move(other);
    }
    NoteOthers(role, best);
    return text;
  }

  void NoteOthers(FieldRole role, const Candidate* taken) {
    for (const Candidate& candidate : Of(role)) {
      if (&candidate == taken) continue;
      Note(&draft_, Shorten(candidate.key));
      unknown_.push_back(candidate.key);
    }
  }

  template <class Take>
  void TakeBest(FieldRole role, const Take& take) {
    std::vector<Candidate>& all = Of(role);
    std::ranges::stable_sort(all, [](const Candidate& a, const Candidate& b) { return a.rank > b.rank; });
    const Candidate* taken = nullptr;
    for (const Candidate& candidate : all) {
      if (taken == nullptr && take(candidate)) taken = &candidate;
    }
    NoteOthers(role, taken);
  }

  void TakeTexts() {
    if (draft_.title.empty()) {
      draft_.title = BestText(FieldRole::kTitle);
    } else {
      NoteOthers(FieldRole::kTitle, nullptr);
    }
    const bool has_body = draft_.body.find_first_not_of(kBlanks) != std::string::npos;
    std::string body = has_body ? std::string() : BestText(FieldRole::kBody);
    std::string teaser = has_body || !body.empty() ? std::string() : BestText(FieldRole::kTeaser);
    const bool is_teaser = !teaser.empty();
    if (has_body) NoteOthers(FieldRole::kBody, nullptr);
    if (has_body || !body.empty()) NoteOthers(FieldRole::kTeaser, nullptr);
    if (!body.empty() || !teaser.empty()) draft_.body = body.empty() ? std::move(teaser) : std::move(body);
    if (is_teaser || draft_.body.find_first_not_of(kBlanks) == std::string::npos) TakeUnknownProse();
  }

  // A text of some length under a name that nobody knows, if there is only one and it is much longer than the teaser.
  void TakeUnknownProse() {
    std::string longest;
    std::string_view from;
    size_t second = 0;
    for (size_t i = 0; i < values_.size(); ++i) {
      std::string text = TextIn(values_[i]).value_or("");
      if (text.empty()) text = ProseIn(values_[i]);
      const bool is_prose = text.size() >= kProse &&
                            std::ranges::count(text, ' ') * 25 > static_cast<ptrdiff_t>(text.size()) &&
                            !text.starts_with('{') && !text.starts_with('[');
      if (!is_prose) continue;
      if (text.size() > longest.size()) {
        second = longest.size();
        longest = std::move(text);
        from = unknown_[i];
      } else {
        second = std::max(second, text.size());
      }
    }
    if (longest.size() <= 2 * draft_.body.size() || second * 2 > longest.size()) return;
    draft_.warnings.push_back("the text was found in the field " + Quote(from) + ", which is not known here");
    std::erase(unknown_, from);
    std::erase(draft_.ignored_fields, Shorten(from));
    draft_.body = std::move(longest);
  }

  void TakeAddresses() {
    TakeBest(FieldRole::kUrl, [&](const Candidate& candidate) {
      const std::string address = AddressIn(candidate.value);
      if (!IsHttpAddress(address) || !draft_.url.empty()) return false;
      draft_.url = address;
      return true;
    });
    const auto take_uri = [&](const Candidate& candidate) {
      const std::string id = TextIn(candidate.value).value_or(ScalarIn(candidate.value));
      if (id.empty() || !draft_.uri.empty()) return false;
      const std::string base = feed_.identity;
      if (!HasScheme(id) && base.empty()) return false;
      draft_.uri = HasScheme(id) ? id : base + '#' + id;
      return true;
    };
    TakeBest(FieldRole::kUri, take_uri);
    TakeBest(FieldRole::kId, take_uri);
    TakeBest(FieldRole::kSourceUri, [&](const Candidate& candidate) {
      return draft_.source_uri.empty() && TakeString(candidate.value, &draft_.source_uri);
    });
    for (const Candidate& candidate : Of(FieldRole::kRelated)) {
      std::string address = AddressIn(candidate.value);
      if (IsHttpAddress(address)) draft_.related.push_back({std::move(address), std::string(candidate.key)});
    }
  }

  void TakeDate(FieldRole role, std::optional<Moment>* to) {
    TakeBest(role, [&](const Candidate& candidate) {
      std::optional<Moment> moment = MomentIn(candidate.value);
      if (!moment || *to) return false;
      *to = moment;
      return true;
    });
  }

  void TakeFacts() {
    TakeBest(FieldRole::kSource, [&](const Candidate& candidate) {
      if (!draft_.source_name.empty()) return false;
      return TakeSource(candidate.value, &draft_);
    });
    TakeBest(FieldRole::kAuthors, [&](const Candidate& candidate) {
      return draft_.authors.empty() && TakeAuthors(candidate.value, &draft_);
    });
    TakeBest(FieldRole::kLanguage, [&](const Candidate& candidate) {
      return draft_.language.empty() && TakeLanguage(candidate.value, &draft_);
    });
    TakeCountryAndPart();
    TakeDate(FieldRole::kPublished, &draft_.published);
    TakeDate(FieldRole::kUpdated, &draft_.updated);
    for (const Candidate& candidate : Of(FieldRole::kSubjects)) {
      std::vector<std::string> names = NamesIn(candidate.value);
      if (names.empty() && !candidate.value.is_array()) Note(&draft_, Shorten(candidate.key));
      for (std::string& name : names) draft_.subjects.push_back({.uri = {}, .name = std::move(name)});
    }
  }

  void TakeCountryAndPart() {
    TakeBest(FieldRole::kCountry, [&](const Candidate& candidate) {
      std::string code = CodeIn(candidate.value);
      if (code.size() != 2 || !draft_.source_country.empty()) return false;
      draft_.source_country = std::move(code);
      return true;
    });
    TakeBest(FieldRole::kPartial, [&](const Candidate& candidate) {
      bool partial = false;
      if (candidate.value.get(partial)) return false;
      draft_.partial = partial;
      return true;
    });
  }

  void TakeFromFeed() {
    if (draft_.source_name.empty() && draft_.source_uri.empty()) {
      draft_.source_name = feed_.name;
      draft_.source_uri = feed_.link;
    }
    if (draft_.language.empty()) draft_.language = feed_.language;
    if (draft_.authors.empty()) draft_.authors = feed_.authors;
    CutSourceName();
  }

  // Search engines put the paper's name after the headline.
  void CutSourceName() {
    if (draft_.source_name.size() < 3) return;
    for (const std::string_view line : {" - ", " | ", " \xE2\x80\x93 ", " \xE2\x80\x94 "}) {
      const std::string tail = std::string(line) + draft_.source_name;
      if (draft_.title.size() > tail.size() && draft_.title.ends_with(tail))
        draft_.title.resize(draft_.title.size() - tail.size());
    }
  }

  // Nobody says of a field of JSON whether it is HTML.
  OrRefusal<void> ReadMarkupOf(std::string* text, std::vector<Marked>* markup) {
    UnescapeTwice(text);
    if (text->find('<') == std::string::npos && text->find('&') == std::string::npos) return {};
    OrRefusal<RichText> rich = ReadMixed(*text);
    if (!rich) return tl::unexpected(std::move(rich.error()));
    draft_.controls += rich->controls;
    *text = std::move(rich->text);
    if (markup != nullptr) *markup = std::move(rich->markup);
    return {};
  }

  const JsonFeed& feed_;
  Draft draft_;
  std::array<std::vector<Candidate>, kFieldRoles> candidates_;
  std::vector<std::string_view> unknown_;  // what is named as left out
  std::vector<element> values_;            // of the first of them, which no table knows
};

bool HasText(const element& value, size_t bytes) {
  if (std::string_view plain; !value.get(plain)) return plain.size() >= bytes && !plain.starts_with('{');
  const std::optional<std::string> text = TextIn(value);
  return text && text->size() >= bytes && !text->starts_with('{');
}

}  // namespace

OrRefusal<Draft> ReadObject(const object& fields, const JsonFeed& feed) { return ObjectReader(feed).Read(fields); }

OrRefusal<Draft> ReadRest(const object& fields, std::span<const std::string_view> rest, const JsonFeed& feed,
                          Draft draft) {
  return ObjectReader(feed).ReadRest(fields, rest, std::move(draft));
}

static bool HoldsArticle(std::string_view key, const element& value) {
  object merged;
  return std::ranges::find(kMerged, key) != std::end(kMerged) && !value.get(merged) && LooksLikeArticle(merged);
}

bool LooksLikeArticle(const object& fields) {
  bool has_title = false;
  bool has_text = false;
  bool has_address = false;
  for (const auto [key, value] : fields) {
    if (value.is_null()) continue;
    if (HoldsArticle(key, value)) return true;
    const FieldRole role = FindField(key).role;
    has_title = has_title || (role == FieldRole::kTitle && HasText(value, 1));
    has_text = has_text || ((role == FieldRole::kBody || role == FieldRole::kTeaser) && HasText(value, 40));
    has_address = has_address || (role == FieldRole::kUrl && IsHttpAddress(AddressIn(value)));
  }
  return has_text || (has_title && has_address);
}

}  // namespace marsad::decode
