#include "stages/decode/json/ninjs_article.h"

#include <simdjson.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "stages/decode/article/byline.h"
#include "stages/decode/html/text.h"
#include "stages/decode/json/field_table.h"
#include "stages/decode/json/loose_values.h"
#include "stages/decode/json/own_fields.h"
#include "stages/decode/json/values.h"

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::string_view kOnlyNinjs[] = {"bodies",         "headlines",    "headline",  "body_text",
                                           "body_html",      "body_xhtml",   "standard",  "pubstatus",
                                           "versioncreated", "firstcreated", "embargoed", "embargoeduntil",
                                           "infosources",    "altids",       "renditions"};
constexpr std::string_view kOnlyMarsad[] = {"body", "pub_status", "published", "embargoed_until"};

// Field names of all standards here are ASCII.
std::string Lower(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

template <size_t kSize>
bool Holds(const std::string_view (&names)[kSize], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

// One of the texts that ninjs allows several of: a headline, a body, a description.
struct Variant {
  int rank = 0;  // the highest is taken, of equal ones the first
  bool is_markup = false;
  std::string_view text;
};

// Roles are free words or URIs that end in one: main, short, http://example.org/roles/main.
int RankOf(std::string_view role) {
  const std::string word = Lower(role.substr(role.find_last_of("/:#") + 1));
  if (word == "main") return 6;
  if (word.empty()) return 4;
  return word == "short" || word == "summary" || word == "teaser" || word == "abstract" ? 0 : 2;
}

bool IsMarkup(std::string_view type, std::string_view text) {
  if (!type.empty()) return Lower(type).find("ml") != std::string::npos;  // html, xhtml, xml
  return text.starts_with("<");
}

std::string_view StringOf(const object& fields, std::string_view name) {
  std::string_view text;
  for (const auto [key, value] : fields) {
    if (Lower(key) == name && !value.get(text)) return text;
  }
  return {};
}

class NinjsReader {
 public:
  OrRefusal<Draft> Read(const object& fields, const JsonFeed& feed) {
    for (const auto [key, value] : fields) {
      if (auto taken = Take(key, Lower(key), value); !taken) return tl::unexpected(std::move(taken.error()));
    }
    if (auto texts = TakeTexts(); !texts) return tl::unexpected(std::move(texts.error()));
    // A note of an editor says what was corrected only if there was something before.
    if (draft_.version.value_or(0) > 1) {
      draft_.correction = note_;
    } else if (!note_.empty()) {
      Note(&draft_, "ednote: of no later version: " + Quote(note_));
    }
    return ReadRest(fields, rest_, feed, std::move(draft_));
  }

 private:
  using Member = bool (NinjsReader::*)(const element& value);
  struct Special {
    std::string_view name;
    Member take;
  };
  static const JsonField kPlain[];
  static const Special kSpecial[];

  OrRefusal<void> Take(std::string_view key, const std::string& name, const element& value) {
    if (value.is_null()) return {};
    const auto is_named = [&](const auto& field) { return field.name == name; };
    if (const auto* field = std::find_if(kPlain, kPlain + kPlainCount, is_named); field != kPlain + kPlainCount) {
      if (field->take(value, &draft_)) return {};
      if (field->must_be_readable) return RefuseField(*field, key, value);
      Leave(key, value);
      return {};
    }
    if (const auto* field = std::find_if(kSpecial, kSpecial + kSpecialCount, is_named);
        field != kSpecial + kSpecialCount) {
      if (!(this->*field->take)(value)) Leave(key, value);
      return {};
    }
    if (!TakeVersionOneText(name, value)) Leave(key, value);
    return {};
  }

  // To those who read any JSON.
  void Leave(std::string_view key, const element& value) {
    rest_.push_back(key);
    rest_has_body_ = rest_has_body_ || (FindField(key).role == FieldRole::kBody && TextIn(value));
  }

  // ninjs 1.x: headline, body_text, body_xhtml, description_text
  bool TakeVersionOneText(std::string_view name, const element& value) {
    std::string_view text;
    if (value.get(text)) return false;
    const std::string_view stem = name.substr(0, name.find('_'));
    const std::string_view type = stem.size() < name.size() ? name.substr(stem.size() + 1) : std::string_view();
    if (stem == "headline") return Offer(&headline_, {RankOf(type), IsMarkup(type, text), text});
    if (stem == "body" && !type.empty()) return Offer(&body_, {RankOf(""), IsMarkup(type, text), text});
    if (stem == "description" && !type.empty()) return Offer(&description_, {RankOf(""), IsMarkup(type, text), text});
    return false;
  }

  static bool Offer(Variant* to, const Variant& variant) {
    if (variant.text.empty()) return true;
    const auto better = [](const Variant& v) { return std::pair(v.rank, v.is_markup); };
    if (to->text.empty() || better(variant) > better(*to)) *to = variant;
    return true;
  }

  // ninjs 2 and 3: [{role, contentType, value}]; a plain text is taken as its value, and what would be in a list alone.
  static bool TakeVariants(const element& value, Variant* to) {
    array list;
    if (value.get(list)) return TakeVariant(value, to);
    return std::all_of(list.begin(), list.end(), [&](const element& each) { return TakeVariant(each, to); });
  }
  static bool TakeVariant(const element& value, Variant* to) {
    std::string_view text;
    object parts;
    if (!value.get(text)) return Offer(to, {RankOf(""), IsMarkup("", text), text});
    if (value.get(parts)) return false;
    text = StringOf(parts, "value");
    Offer(to, {RankOf(StringOf(parts, "role")), IsMarkup(StringOf(parts, "contenttype"), text), text});
    return !text.empty() || parts.size() == 0;
  }
  bool TakeHeadlines(const element& value) { return TakeVariants(value, &headline_); }
  bool TakeBodies(const element& value) { return TakeVariants(value, &body_); }
  bool TakeDescriptions(const element& value) { return TakeVariants(value, &description_); }

  // Subjects, people, organisations, places and events: all are what the publisher says that the article is about.
  bool TakeSubjects(const element& value) {
    array list;
    if (value.get(list)) return false;
    for (const element each : list) TakeSubject(each);
    return true;
  }

  void TakeSubject(const element& value) {
    Draft::Subject subject;
    object parts;
    if (!TakeString(value, &subject.name) && !value.get(parts)) {
      subject = {.uri = std::string(StringOf(parts, "uri")), .name = std::string(StringOf(parts, "name"))};
      if (subject.uri.empty()) subject.uri = StringOf(parts, "code");
      if (subject.name.empty()) subject.name = StringOf(parts, "literal");
    }
    if (!subject.uri.empty() || !subject.name.empty()) draft_.subjects.push_back(std::move(subject));
  }

  bool TakeBy(const element& value) {
    std::string_view by;
    if (value.get(by)) return draft_.authors.empty() && TakeAuthors(value, &draft_);
    if (std::string name = AuthorIn(by); !name.empty()) draft_.authors.push_back(std::move(name));
    return true;
  }

  // The first source, and before it one whose role says that it provides the item.
  bool TakeSources(const element& value) {
    array list;
    if (value.get(list)) return false;
    bool is_provider = false;
    for (const element each : list) {
      object parts;
      if (each.get(parts)) continue;
      const std::string role = Lower(StringOf(parts, "role"));
      const bool provides = role.find("provider") != std::string::npos || role.find("publisher") != std::string::npos;
      if (has_source_ && (is_provider || !provides)) continue;
      has_source_ = true;
      is_provider = provides;
      draft_.source_uri = StringOf(parts, "uri");
      draft_.source_name = StringOf(parts, "name");
      if (draft_.source_name.empty()) draft_.source_name = StringOf(parts, "literal");
    }
    return true;
  }

  bool TakeSource(const element& value) {
    std::string_view name;
    if (value.get(name)) return false;  // an object or a list: not before "infosources"
    if (!has_source_) draft_.source_name = name;
    return true;
  }

  bool TakeHolder(const element& value) { return TakeString(value, &holder_); }
  bool TakeNote(const element& value) { return TakeString(value, &note_); }
  bool TakeTitle(const element& value) { return TakeString(value, &title_); }

  // Where it was written: an article has no field for that, and a dateline is the text's own.
  bool TakeLocated(const element& value) {
    std::string_view place;
    Note(&draft_, value.get(place) ? "located" : "located: " + Quote(place));
    return true;
  }

  // An address among the alternative identifiers is where people read the item.
  bool TakeAltIds(const element& value) {
    array list;
    if (value.get(list)) return false;
    for (const element each : list) {
      object parts;
      if (each.get(parts)) continue;
      const std::string_view id = StringOf(parts, "value");
      if (draft_.url.empty() && (id.starts_with("https://") || id.starts_with("http://"))) draft_.url = id;
    }
    return true;
  }

  // ninjs 1: {"name": item}; 2 and 3: [{"name": ..., "uri": ...}].
  bool TakeAssociations(const element& value) {
    object named;
    array list;
    if (!value.get(named)) {
      for (const auto [name, item] : named) TakeAssociation(name, item);
      return true;
    }
    if (value.get(list)) return false;
    for (const element item : list) {
      object parts;
      if (!item.get(parts)) TakeAssociation(StringOf(parts, "name"), item);
    }
    return true;
  }

  void TakeAssociation(std::string_view name, const element& item) {
    object parts;
    if (item.get(parts)) return;
    std::string_view uri = StringOf(parts, "uri");
    if (uri.empty()) uri = StringOf(parts, "guid");
    if (uri.empty()) uri = StringOf(parts, "href");
    if (uri.empty()) return;
    const std::string_view relation = name.empty() ? StringOf(parts, "type") : name;
    draft_.related.push_back({.uri = std::string(uri), .relation = std::string(relation)});
  }

  OrRefusal<void> TakeTexts() {
    if (auto title = TextOf(headline_, &draft_.title); !title) return title;
    draft_.markup.clear();  // a title is one line
    if (draft_.title.empty()) draft_.title = std::move(title_);
    if (draft_.source_name.empty() && draft_.source_uri.empty()) draft_.source_name = std::move(holder_);
    if (body_.text.empty() && rest_has_body_) return {};
    return TextOf(body_.text.empty() ? description_ : body_, &draft_.body);
  }

  OrRefusal<void> TextOf(const Variant& variant, std::string* to) {
    if (!variant.is_markup) {
      *to = variant.text;
      return {};
    }
    OrRefusal<RichText> rich = ReadHtmlFragment(variant.text);
    if (!rich) return tl::unexpected(std::move(rich.error()));
    *to = std::move(rich->text);
    draft_.controls += rich->controls;
    draft_.markup = std::move(rich->markup);
    return {};
  }

  static const size_t kPlainCount;
  static const size_t kSpecialCount;

  Draft draft_;
  Variant headline_;
  Variant body_;
  Variant description_;
  bool has_source_ = false;
  std::string title_;   // a short name of the item, if there is no headline
  std::string holder_;  // of the copyright: who published, if no source is named
  std::string note_;
  std::vector<std::string_view> rest_;  // the fields that ninjs does not have, or not in that shape
  bool rest_has_body_ = false;
};

constexpr JsonField NinjsReader::kPlain[] = {
    {"uri", TakeText<&Draft::uri>, kJsonText},
    {"version", TakeVersion, "a whole number from 0, or a text"},
    {"pubstatus", TakePubStatus, "a word such as usable, withheld or canceled", true},
    {"language", TakeLanguage, kJsonText},
    {"urgency", TakeUrgency, "a whole number from 1 (most urgent) to 9"},
    {"firstcreated", TakePublished, kJsonDate},
    {"versioncreated", TakeUpdated, kJsonDate},
    {"embargoed", TakeEmbargo, kJsonDate, true},
    {"embargoeduntil", TakeEmbargo, kJsonDate, true},
};
constexpr size_t NinjsReader::kPlainCount = std::size(kPlain);

constexpr NinjsReader::Special NinjsReader::kSpecial[] = {
    {"headlines", &NinjsReader::TakeHeadlines},
    {"bodies", &NinjsReader::TakeBodies},
    {"descriptions", &NinjsReader::TakeDescriptions},
    {"title", &NinjsReader::TakeTitle},
    {"by", &NinjsReader::TakeBy},
    {"byline", &NinjsReader::TakeBy},
    {"subjects", &NinjsReader::TakeSubjects},
    {"subject", &NinjsReader::TakeSubjects},
    {"people", &NinjsReader::TakeSubjects},
    {"person", &NinjsReader::TakeSubjects},
    {"organisations", &NinjsReader::TakeSubjects},
    {"organisation", &NinjsReader::TakeSubjects},
    {"places", &NinjsReader::TakeSubjects},
    {"place", &NinjsReader::TakeSubjects},
    {"events", &NinjsReader::TakeSubjects},
    {"event", &NinjsReader::TakeSubjects},
    {"infosources", &NinjsReader::TakeSources},
    {"infosource", &NinjsReader::TakeSources},
    {"source", &NinjsReader::TakeSource},
    {"copyrightholder", &NinjsReader::TakeHolder},
    {"ednote", &NinjsReader::TakeNote},
    {"altids", &NinjsReader::TakeAltIds},
    {"associations", &NinjsReader::TakeAssociations},
    {"located", &NinjsReader::TakeLocated},
};
constexpr size_t NinjsReader::kSpecialCount = std::size(kSpecial);

}  // namespace

bool IsNinjs(const object& fields) {
  bool is_ninjs = false;
  for (const auto [key, value] : fields) {
    if (Holds(kOnlyMarsad, key)) return false;
    is_ninjs = is_ninjs || Holds(kOnlyNinjs, Lower(key));
  }
  return is_ninjs;
}

OrRefusal<Draft> ReadNinjs(const object& fields, const JsonFeed& feed) { return NinjsReader().Read(fields, feed); }

}  // namespace marsad::decode
