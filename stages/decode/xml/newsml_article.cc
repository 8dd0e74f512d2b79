#include "stages/decode/xml/newsml_article.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "stages/decode/article/byline.h"
#include "stages/decode/article/pub_status.h"
#include "stages/decode/trim.h"
#include "stages/decode/xml/fields.h"
#include "stages/decode/xml/names.h"
#include "stages/decode/xml/nitf_article.h"
#include "stages/decode/xml/text.h"

namespace marsad::decode {
namespace {

using Checked = OrRefusal<void>;

// NewsML-G2's other items: they hold lists, plans or vocabularies, no text of an article.
constexpr std::string_view kOtherItems[] = {"packageItem", "conceptItem", "knowledgeItem", "planningItem",
                                            "catalogItem"};

bool IsOtherItem(std::string_view name) { return std::ranges::find(kOtherItems, name) != std::end(kOtherItems); }

std::string ValueOf(const XmlElement& element, std::string_view name) {
  const std::string* value = element.Attribute(name);
  return value == nullptr ? std::string() : std::string(Trim(*value));
}

// "usable" of "stat:usable": the schemes that count here have customary aliases, and every provider uses them.
std::string CodeOf(const XmlElement* element) {
  if (element == nullptr) return {};
  std::string code = ValueOf(*element, "qcode");
  if (code.empty()) code = ValueOf(*element, "uri");
  return code.substr(code.find_last_of(":/") + 1);  // without either: npos + 1 is the beginning
}

// What people call a concept: its <name>, else its literal, else its code.
std::string NameOf(const XmlElement& concept_element) {
  std::string name = TrimmedText(Child(concept_element, "name"));
  if (name.empty()) name = ValueOf(concept_element, "literal");
  if (name.empty()) name = ValueOf(concept_element, "qcode");
  return name;
}

std::vector<const XmlElement*> All(const XmlElement& element, std::string_view name) {
  std::vector<const XmlElement*> found;
  for (const XmlNode& node : element.children) {
    if (node.element != nullptr && node.element->name == name) found.push_back(node.element);
  }
  return found;
}

class ItemReader {
 public:
  explicit ItemReader(const XmlElement& item) : item_(item) {}

  OrRefusal<Draft> Read() {
    if (item_.cut) return Refuse(Fault::kMalformed, "the XML ends inside <newsItem>: half an article is none");
    draft_.uri = ValueOf(item_, "guid");
    if (draft_.uri.empty()) {
      return Refuse(Fault::kMissingField,
                    "the newsItem has no \"guid\": without it no correction or kill could reach it");
    }
    TakeVersion();
    if (const XmlElement* meta = Child(item_, "itemMeta")) {
      if (Checked taken = TakeItemMeta(*meta); !taken) return tl::unexpected(std::move(taken.error()));
    }
    // First the text: headline and dateline of contentMeta are only asked for where it has none.
    for (const XmlElement* content : All(item_, "contentSet")) {
      if (Checked taken = TakeContentSet(*content); !taken) return tl::unexpected(std::move(taken.error()));
    }
    if (const XmlElement* meta = Child(item_, "contentMeta")) TakeContentMeta(*meta);
    TakeContentCreated();
    if (draft_.language.empty()) draft_.language = LanguageOf(item_);
    return std::move(draft_);
  }

 private:
  // Who states no firstCreated may say when the text was written.
  void TakeContentCreated() {
    const XmlElement* meta = Child(item_, "contentMeta");
    const XmlElement* created = meta == nullptr ? nullptr : Child(*meta, "contentCreated");
    if (created != nullptr && !draft_.published)
      TakeDate("contentCreated", TrimmedText(created), &draft_.published, &draft_);
  }

  void TakeVersion() {
    const std::string version = ValueOf(item_, "version");
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), number);
    if (version.empty()) return;
    if (error == std::errc() && end == version.data() + version.size()) {
      draft_.version = number;
    } else {
      draft_.version_label = version;
    }
  }

  Checked TakeItemMeta(const XmlElement& meta) {
    if (const XmlElement* provider = Child(meta, "provider")) {
      draft_.source_name = NameOf(*provider);
      draft_.source_uri = ValueOf(*provider, "uri");
    }
    if (const XmlElement* first = Child(meta, "firstCreated")) {
      TakeDate("firstCreated", TrimmedText(first), &draft_.published, &draft_);
    }
    if (const XmlElement* created = Child(meta, "versionCreated")) {
      TakeDate("versionCreated", TrimmedText(created), &draft_.updated, &draft_);
    }
    if (Checked embargo = TakeEmbargo(Child(meta, "embargoed")); !embargo) return embargo;
    TakeStatusOf(Child(meta, "pubStatus"));
    TakeSignals(meta);
    for (const XmlElement* link : All(meta, "link")) TakeLink(*link);
    return {};
  }

  // <link rel="irel:seeAlso" residref="..."> of itemMeta: another item, a picture, an earlier version.
  void TakeLink(const XmlElement& link) {
    std::string uri = ValueOf(link, "residref");
    if (uri.empty()) uri = ValueOf(link, "href");
    if (uri.empty()) return;
    const std::string relation = ValueOf(link, "rel");
    draft_.related.push_back({.uri = std::move(uri), .relation = relation.substr(relation.find_last_of(":/") + 1)});
  }

  // An empty one stands for an embargo without an end.
  Checked TakeEmbargo(const XmlElement* embargoed) {
    if (embargoed == nullptr) return {};
    const std::string until = TrimmedText(embargoed);
    if (until.empty()) {
      draft_.pub_status = PubStatus::kWithheld;
      return {};
    }
    draft_.embargoed_until = ParseMoment(until);
    if (draft_.embargoed_until) return {};
    return Refuse(Fault::kBadField, "\"embargoed\" is " + Quote(until) +
                                        "; allowed is a date and time such as 2026-11-03T14:30:00+03:00");
  }

  // What an embargo withholds is not made usable by it.
  void TakeStatusOf(const XmlElement* status) {
    const std::string code = CodeOf(status);
    const bool is_usable = StatusOf(code) == PubStatus::kUsable;
    if (!code.empty() && !(is_usable && draft_.pub_status)) TakeStatus("pubStatus", code, &draft_);
  }

  // With a correction the note to editors says what was wrong.
  void TakeSignals(const XmlElement& meta) {
    const std::vector<const XmlElement*> signals = All(meta, "signal");
    const bool is_correction = std::any_of(signals.begin(), signals.end(), [](const XmlElement* signal) {
      return SameName(CodeOf(signal), "correction");
    });
    const std::string note = TrimmedText(Child(meta, "edNote"));
    if (is_correction) draft_.correction = note.empty() ? "correction" : note;
    if (!is_correction && !note.empty()) NoteIgnored("edNote: of no correction: " + Quote(note), &draft_);
    for (const XmlElement* signal : signals) {
      const std::string code = CodeOf(signal);
      if (!SameName(code, "correction") && !SameName(code, "update")) NoteIgnored("signal: " + Shorten(code), &draft_);
    }
  }

  void TakeContentMeta(const XmlElement& meta) {
    const std::string headline = TrimmedText(Child(meta, "headline"));
    if (!headline.empty()) draft_.title = headline;
    if (draft_.title.empty()) draft_.title = TrimmedText(Child(meta, "slugline"));
    if (const XmlElement* language = Child(meta, "language")) draft_.language = ValueOf(*language, "tag");
    TakePeople(meta);
    const bool has_dateline = std::any_of(draft_.markup.begin(), draft_.markup.end(),
                                          [](const Marked& mark) { return mark.kind == MarkKind::kDateline; });
    if (!has_dateline) PrependMarked(MarkKind::kDateline, TrimmedText(Child(meta, "dateline")), &draft_);
    if (const XmlElement* description = Child(meta, "description"); description != nullptr && draft_.body.empty()) {
      TakeBody(ReadLines(description->Text()), &draft_);
    }
    TakeUrgency(TrimmedText(Child(meta, "urgency")));
    for (const XmlElement* located : All(meta, "located")) NoteIgnored("located: " + Quote(NameOf(*located)), &draft_);
    for (const XmlElement* subject : All(meta, "subject")) TakeSubject(*subject);
  }

  void TakePeople(const XmlElement& meta) {
    std::vector<std::string> authors;
    for (const XmlElement* creator : All(meta, "creator")) authors.push_back(NameOf(*creator));
    if (authors.empty() && draft_.authors.empty()) {
      for (const XmlElement* by : All(meta, "by")) authors.push_back(AuthorIn(by->Text()));
    }
    for (std::string& author : authors) {
      if (!author.empty()) draft_.authors.push_back(std::move(author));
    }
    if (draft_.source_name.empty()) draft_.source_name = TrimmedText(Child(meta, "creditline"));
  }

  void TakeUrgency(const std::string& urgency) {
    if (urgency.size() == 1 && urgency[0] >= '1' && urgency[0] <= '9') {
      draft_.urgency = static_cast<uint32_t>(urgency[0] - '0');
    } else if (!urgency.empty()) {
      NoteIgnored("urgency: not from 1 to 9: " + Quote(urgency), &draft_);
    }
  }

  void TakeSubject(const XmlElement& subject) {
    Draft::Subject taken{.uri = ValueOf(subject, "qcode"), .name = TrimmedText(Child(subject, "name"))};
    if (taken.uri.empty()) taken.uri = ValueOf(subject, "uri");
    if (taken.name.empty()) taken.name = ValueOf(subject, "literal");
    if (!taken.uri.empty() || !taken.name.empty()) draft_.subjects.push_back(std::move(taken));
  }

  // Renditions of one content: the first that gives text counts.
  Checked TakeContentSet(const XmlElement& set) {
    for (const XmlNode& node : set.children) {
      if (node.element == nullptr) continue;
      const XmlElement& content = *node.element;
      OrRefusal<Draft> text = content.name == "inlineXML"    ? ReadInlineXml(content)
                              : content.name == "inlineData" ? ReadInlineData(content)
                                                             : Draft{};
      if (!text) return tl::unexpected(std::move(text.error()));
      if (text->body.empty() && text->title.empty()) {
        NoteIgnored(Shorten(content.name) + ": " + Shorten(ValueOf(content, "contenttype")), &draft_);
      } else if (draft_.body.empty()) {
        draft_.title = std::move(text->title);
        draft_.body = std::move(text->body);
        draft_.controls += text->controls;
        draft_.markup = std::move(text->markup);
        draft_.authors = std::move(text->authors);
        if (draft_.language.empty()) draft_.language = LanguageOf(content);
      }
    }
    return {};
  }

  static OrRefusal<Draft> ReadInlineXml(const XmlElement& content) {
    if (const XmlElement* nitf = Child(content, "nitf")) return ReadNitfText(*nitf);
    const XmlElement* html = Child(content, "html");
    const XmlElement* body = html == nullptr ? nullptr : Child(*html, "body");
    OrRefusal<RichText> text = ReadHtmlFragment(HtmlInside(body == nullptr ? content : *body));
    if (!text) return tl::unexpected(std::move(text.error()));
    Draft draft;
    TakeBody(std::move(*text), &draft);
    return draft;
  }

  static OrRefusal<Draft> ReadInlineData(const XmlElement& content) {
    if (!ValueOf(content, "encoding").empty()) return Draft{};  // base64 and the like: no text
    const std::string type = ValueOf(content, "contenttype");
    if (!type.empty() && !type.starts_with("text/")) return Draft{};
    OrRefusal<RichText> text =
        type.starts_with("text/html") ? ReadHtmlFragment(content.Text()) : ReadLines(content.Text());
    if (!text) return tl::unexpected(std::move(text.error()));
    Draft draft;
    TakeBody(std::move(*text), &draft);
    return draft;
  }

  const XmlElement& item_;
  Draft draft_;
};

OrRefusal<Drafts> ReadMessage(const XmlElement& message, const Limits& limits) {
  Drafts drafts;
  drafts.is_list = true;
  std::vector<std::string> others;
  for (const XmlElement* set : All(message, "itemSet")) {
    for (const XmlNode& node : set->children) {
      if (node.element == nullptr) continue;
      if (node.element->name == "newsItem") {
        drafts.Add(ItemReader(*node.element).Read(), limits.feed_items);
      } else {
        others.push_back(Shorten(node.element->QualifiedName()));
      }
    }
  }
  if (!drafts.drafts.empty()) {
    for (std::string& other : others) NoteIgnored(std::move(other), &drafts.drafts.front());
  } else if (drafts.refused.empty() && !others.empty()) {
    return Refuse(Fault::kUnknownFormat,
                  "the newsMessage holds no newsItem but <" + others.front() + ">; only a newsItem is an article");
  }
  return drafts;
}

}  // namespace

bool IsNewsml(const XmlElement& root) {
  return root.name == "newsItem" || root.name == "newsMessage" || root.name == "nitf" || IsOtherItem(root.name);
}

OrRefusal<Drafts> ReadNewsml(const XmlElement& root, const Limits& limits) {
  if (root.name == "newsMessage") return ReadMessage(root, limits);
  if (root.name == "nitf") return ReadNitf(root).map(Drafts::One);
  if (root.name == "newsItem") return ItemReader(root).Read().map(Drafts::One);
  return Refuse(Fault::kUnknownFormat, "a NewsML-G2 " + std::string(root.name) +
                                           " holds no text of an article; accepted are newsItem and newsMessage");
}

}  // namespace marsad::decode
