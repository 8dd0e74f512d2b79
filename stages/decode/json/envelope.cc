#include "stages/decode/json/envelope.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "lib/base/base64.h"
#include "stages/decode/json/field_table.h"
#include "stages/decode/json/loose_values.h"
#include "stages/decode/json/ninjs_article.h"
#include "stages/decode/json/values.h"

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr int kDeepest = 8;  // envelopes in envelopes

enum class Content { kValue, kBase64 };

struct Known {
  std::string_view name;
  std::array<const char*, 3> members;  // that it must have
  const char* content;                 // the one that is opened
  Content coding = Content::kValue;
};

constexpr Known kEnvelopes[] = {
    {"Kafka Connect's envelope", {"schema", "payload", nullptr}, "payload"},
    {"a change event of Maxwell or Canal", {"database", "table", "data"}, "data"},
    {"a notification of Amazon SNS", {"Type", "MessageId", "Message"}, "Message"},
    {"an event of Amazon EventBridge", {"detail-type", "detail", nullptr}, "detail"},
    {"an event of Azure Event Grid", {"eventType", "eventTime", "data"}, "data"},
    {"a push of Google Pub/Sub", {"subscription", "message", nullptr}, "message"},
    {"a message of Google Pub/Sub", {"messageId", "data", nullptr}, "data", Content::kBase64},
    {"a CloudEvent", {"specversion", "type", "data"}, "data"},
    {"a hit of Elasticsearch", {"_index", "_source", nullptr}, "_source"},
    {"a document of Couchbase or CouchDB", {"id", "rev", "doc"}, "doc"},
};

// Lists under a title of their own are what a feed holds; other lists beside a title are what an article goes with.
constexpr std::string_view kFeedLists[] = {"items",   "articles", "entries", "news",
                                           "stories", "posts",    "results", "docs"};
// Members that are no article though they may look like one.
constexpr std::string_view kBeside[] = {"before", "related", "relatedarticles", "recommended", "media",  "images",
                                        "feed",   "meta",    "links",           "comments",    "author", "source"};

template <size_t kSize>
bool Holds(const std::string_view (&names)[kSize], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

bool Has(const object& fields, const char* name) {
  element value;
  return !fields[name].get(value);
}

std::string StringOf(const object& fields, const char* name) {
  std::string_view text;
  return fields[name].get(text) ? std::string() : std::string(text);
}

bool StartsJson(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && (text[begin] == '{' || text[begin] == '[' || text[begin] == '"');
}

bool IsArticle(const element& value) {
  object fields;
  return !value.get(fields) && (IsNinjs(fields) || LooksLikeArticle(fields));
}

class Opener {
 public:
  explicit Opener(element* value) : value_(*value), out_(*value) {}

  OrRefusal<JsonEnvelope> Open() {
    for (int depth = 0; depth < kDeepest; ++depth) {
      OrRefusal<bool> opened = Step();
      if (!opened) return tl::unexpected(std::move(opened.error()));
      if (!*opened || !envelope_.text.empty()) break;
    }
    out_ = value_;
    return std::move(envelope_);
  }

 private:
  // Opens one envelope; false: there is none.
  OrRefusal<bool> Step() {
    std::string_view text;
    if (!value_.get(text)) return StartsJson(text) && Enter("JSON in a text", value_);
    object fields;
    if (value_.get(fields)) return false;
    if (auto change = OpenChange(fields); !change || *change) return change;
    if (const Known* known = FindKnown(fields); known != nullptr) return OpenKnown(*known, fields);
    if (OpenExport(fields) || OpenFeed(fields) || OpenOnlyMember(fields)) return true;
    if (HasOwnText(fields) || IsNinjs(fields) || LooksLikeArticle(fields)) return false;  // the cheapest look first
    return OpenOnlyArticle(fields);
  }

  // Null: it is none of those that are known, or is an article itself.
  static const Known* FindKnown(const object& fields) {
    if (IsNinjs(fields) || !StringOf(fields, "title").empty() || !StringOf(fields, "body").empty()) return nullptr;
    const auto* known = std::ranges::find_if(kEnvelopes, [&](const Known& one) { return Fits(one, fields); });
    return known == std::end(kEnvelopes) ? nullptr : known;
  }

  static bool Fits(const Known& known, const object& fields) {
    return std::ranges::all_of(known.members, [&](const char* name) { return name == nullptr || Has(fields, name); });
  }

  bool Enter(std::string_view name, const element& inside) {
    if (!envelope_.name.empty()) envelope_.name += ", ";
    envelope_.name += name;
    std::string_view text;
    if (!inside.get(text) && StartsJson(text)) envelope_.text = text;
    value_ = inside;
    return true;
  }

  OrRefusal<bool> OpenKnown(const Known& known, const object& fields) {
    const element inside = fields[known.content].value();
    std::string_view text;
    if (known.coding == Content::kBase64 && !inside.get(text)) {
      std::optional<std::string> bytes = DecodeBase64(text);
      if (!bytes || !StartsJson(*bytes)) {
        return Refuse(Fault::kUnknownFormat,
                      std::string(known.name) + " holds no JSON in its \"" + known.content + "\"");
      }
      envelope_.text = std::move(*bytes);
      return Enter(known.name, element(inside));
    }
    const bool is_text = !inside.get(text);
    if (inside.is_null() || (is_text && !StartsJson(text)) || (!is_text && !inside.is_object() && !inside.is_array())) {
      return Refuse(Fault::kMissingField, std::string(known.name) + " holds no article: its \"" + known.content +
                                              "\" is " + ShowJson(inside));
    }
    return Enter(known.name, inside);
  }

  // Debezium: {"before", "after", "source", "op"}.
  OrRefusal<bool> OpenChange(const object& fields) {
    const std::string op = StringOf(fields, "op");
    if (op.empty() || !Has(fields, "after") || (!Has(fields, "before") && !Has(fields, "source"))) return false;
    const element after = fields["after"].value();
    if (after.is_null()) {
      return Refuse(Fault::kMissingField,
                    "Debezium's change event (op " + Quote(op) +
                        ") holds no article: its \"after\" is null; what withdraws an article is a record with a null "
                        "value under its uri as key");
    }
    if (object source; !fields["source"].get(source)) {
      const std::string table = StringOf(source, "table") + StringOf(source, "collection");
      if (!table.empty())
        envelope_.feed.identity =
            "urn:debezium:" + StringOf(source, "name") + ':' + StringOf(source, "db") + '.' + table;
    }
    return Enter("a change event of Debezium", after);
  }

  // A channel as Telegram exports it: messages, and events of the channel that are none.
  bool OpenExport(const object& fields) {
    array messages;
    int64_t id = 0;
    if (fields["messages"].get(messages) || StringOf(fields, "name").empty() || fields["id"].get(id)) return false;
    const auto is_message = [](const element& each) {
      object message;
      return !each.get(message) && Has(message, "date_unixtime") && Has(message, "text");
    };
    if (!std::all_of(messages.begin(), messages.end(), is_message)) return false;
    Describe(fields);
    envelope_.feed.identity = "urn:telegram:" + std::to_string(id);
    envelope_.feed.has_events = true;
    return Enter("an export of Telegram", fields["messages"].value());
  }

  // JSON Feed and the like: a list of articles beside what is said of all of them.
  bool OpenFeed(const object& fields) {
    if (HasBody(fields)) return false;
    const element* list = nullptr;
    element found;
    for (const auto [key, value] : fields) {
      array items;
      if (!Holds(kFeedLists, key) || value.get(items)) continue;
      const bool are_articles = std::all_of(items.begin(), items.end(), IsArticleInside);
      if (list != nullptr || !are_articles || (items.size() == 0 && HasOwnText(fields))) continue;
      found = value;
      list = &found;
    }
    if (list == nullptr) return false;
    Describe(fields);
    if (object feed; !fields["feed"].get(feed)) Describe(feed);
    const bool is_json_feed = StringOf(fields, "version").find("jsonfeed.org") != std::string::npos;
    return Enter(is_json_feed ? "a JSON Feed" : "a list of articles", *list);
  }

  static bool IsArticleInside(const element& value) {
    element inside = value;
    if (IsArticle(inside)) return true;
    object fields;
    if (value.get(fields)) return false;
    return std::ranges::any_of(kEnvelopes, [&](const Known& known) { return Fits(known, fields); }) ||
           HasRole(fields, {FieldRole::kTitle, FieldRole::kBody, FieldRole::kTeaser});
  }

  void Describe(const object& fields) {
    JsonFeed& feed = envelope_.feed;
    const auto first = [&](std::initializer_list<const char*> names, std::string* to) {
      for (const char* name : names) {
        if (to->empty()) *to = StringOf(fields, name);
      }
    };
    first({"title", "name"}, &feed.name);
    first({"home_page_url", "link", "url"}, &feed.link);
    first({"feed_url", "id"}, &feed.identity);
    if (feed.identity.find(':') == std::string::npos) feed.identity = feed.link;
    first({"language", "lang"}, &feed.language);
    element authors;
    if (!fields["authors"].get(authors) || !fields["author"].get(authors)) feed.authors = NamesIn(authors);
  }

  static bool HasBody(const object& fields) { return HasRole(fields, {FieldRole::kBody}); }
  static bool HasOwnText(const object& fields) { return HasRole(fields, {FieldRole::kBody, FieldRole::kTitle}); }

  static bool HasRole(const object& fields, std::initializer_list<FieldRole> roles) {
    for (const auto [key, value] : fields) {
      std::string_view text;
      const bool is_text = !value.get(text) && !text.empty() && !StartsJson(text);
      if (is_text && std::ranges::find(roles, FindField(key).role) != roles.end()) return true;
    }
    return false;
  }

  // {"article": {...}}: an article alone in an object, under whatever name, is not that object's text.
  bool OpenOnlyMember(const object& fields) {
    if (fields.size() != 1) return false;
    const auto [key, value] = *fields.begin();
    return value.is_object() && !Holds(kBeside, FindPlain(key)) && IsArticle(value) &&
           Enter("the field " + Quote(key), value);
  }

  // What is in an object that nobody knows: the only member that is an article, holds one, or lists such.
  OrRefusal<bool> OpenOnlyArticle(const object& fields) {
    std::vector<std::pair<std::string_view, element>> found;
    for (const auto [key, value] : fields) {
      if (!Holds(kBeside, FindPlain(key)) && HoldsArticle(value, 0)) found.emplace_back(key, value);
    }
    // Of one list and single objects, which describe it, the list is meant.
    const auto is_list = [](const auto& each) { return each.second.is_array(); };
    if (found.size() > 1 && std::ranges::count_if(found, is_list) == 1) {
      std::swap(found.front(), *std::ranges::find_if(found, is_list));
      found.resize(1);
    }
    if (found.empty()) return false;
    if (found.size() > 1) {
      std::string names;
      for (const auto& [key, value] : found) names += (names.empty() ? "" : ", ") + Quote(key);
      return Refuse(Fault::kUnknownFormat, "the object holds several things that look like articles (" + names +
                                               "), and nothing says which one is meant");
    }
    return Enter("the field " + Quote(found.front().first), found.front().second);
  }

  static std::string FindPlain(std::string_view key) {
    std::string plain;
    for (const char c : key) {
      if (c != '_' && c != '-') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return plain;
  }

  static bool HoldsArticle(const element& value, int depth) {
    std::string_view text;
    if (!value.get(text)) return IsJsonObject(text);
    if (array list; !value.get(list)) {
      return list.size() > 0 &&
             std::all_of(list.begin(), list.end(), [&](const element& each) { return HoldsArticle(each, depth + 1); });
    }
    object fields;
    if (depth > 4 || value.get(fields)) return false;
    if (IsArticle(value)) return true;
    return std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
      return !Holds(kBeside, FindPlain(field.key)) && HoldsArticle(field.value, depth + 1);
    });
  }

  // A text that is an object of JSON, as far as can be seen without parsing it.
  static bool IsJsonObject(std::string_view text) {
    const size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || text[begin] != '{' || text[text.find_last_not_of(" \t\r\n")] != '}')
      return false;
    return text.find("\":") != std::string_view::npos || text.find("\" :") != std::string_view::npos;
  }

  element value_;
  element& out_;
  JsonEnvelope envelope_;
};

}  // namespace

OrRefusal<JsonEnvelope> OpenEnvelope(element* value) { return Opener(value).Open(); }

}  // namespace marsad::decode
