#include "stages/decode/html/page.h"

#include <libxml/uri.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "stages/decode/article/byline.h"
#include "stages/decode/article/clean.h"
#include "stages/decode/html/facts.h"
#include "stages/decode/html/main_content.h"
#include "stages/decode/html/text.h"

namespace marsad::decode {
namespace {

constexpr size_t kMaxNames = 64;
constexpr size_t kSample = 48;            // bytes, of a text that is looked for in another
constexpr uint32_t kUnstatedProse = 500;  // bytes: a page that does not call itself an article needs so much

bool IsBlank(char c) { return static_cast<unsigned char>(c) <= 0x20; }

bool IsWebAddress(std::string_view url) { return url.starts_with("https://") || url.starts_with("http://"); }

std::string Line(std::string_view text) { return CleanLine(text).text; }

// Text of JSON-LD or <meta>, which many sites escape twice or write with tags. Its line breaks stay.
Cleaned PlainText(std::string_view text) {
  if (text.find_first_of("<&") == std::string_view::npos) return {.text = std::string(text)};
  const bool has_tags = text.find("</") != std::string_view::npos || text.find("<p>") != std::string_view::npos ||
                        text.find("<br") != std::string_view::npos;
  OrRefusal<RichText> rich = ReadHtmlFragment(has_tags ? std::string(text) : "<pre>\n" + std::string(text) + "</pre>");
  if (!rich) return {};
  return {.text = std::move(rich->text), .dropped = rich->controls};
}

Cleaned LineOf(const Cleaned& text) {
  Cleaned line = CleanLine(text.text);
  line.dropped += text.dropped;
  return line;
}

std::string PlainLine(std::string_view text) { return LineOf(PlainText(text)).text; }

// RFC 3986, 5.2. Empty where the result is no address of the web.
std::string Resolve(std::string_view reference, std::string_view base) {
  const std::string plain = Line(reference);
  if (plain.empty() || IsWebAddress(plain)) return plain;
  if (base.empty()) return {};
  const std::unique_ptr<xmlChar, decltype(xmlFree)> built(
      xmlBuildURI(reinterpret_cast<const xmlChar*>(plain.c_str()),
                  reinterpret_cast<const xmlChar*>(std::string(base).c_str())),
      xmlFree);
  const std::string url = built == nullptr ? "" : reinterpret_cast<const char*>(built.get());
  return IsWebAddress(url) ? url : "";
}

void AddOnce(std::string name, std::vector<std::string>* to) {
  if (name.empty() || to->size() >= kMaxNames || std::ranges::find(*to, name) != to->end()) return;
  to->push_back(std::move(name));
}

std::string WithoutBlanks(std::string_view text) {
  std::string dense;
  std::copy_if(text.begin(), text.end(), std::back_inserter(dense), [](char c) { return !IsBlank(c); });
  return dense;
}

// Whether `page` holds what `stated` says: its beginning, middle and end.
bool Holds(std::string_view page, std::string_view stated) {
  const std::string in = WithoutBlanks(page);
  const std::string what = WithoutBlanks(stated);
  for (const size_t at : {size_t{0}, what.size() / 2, what.size() - std::min(what.size(), kSample)}) {
    if (in.find(what.substr(at, kSample)) == std::string::npos) return false;
  }
  return true;
}

class PageReader {
 public:
  explicit PageReader(const HtmlNode& root) : facts_(ReadHtmlFacts(root)), main_(FindHtmlMain(facts_)) {
    news_ = facts_.news.value_or(NewsItem());
  }

  OrRefusal<Draft> Read() {
    TakeAddress();
    TakeTitle();
    TakeText();
    TakePeople();
    TakeSubjects();
    TakeTimes();
    draft_.language = Line(FirstOf({news_.language, facts_.language, facts_.First({"og:locale", "content-language"})}));
    draft_.correction = PlainLine(news_.correction);
    if (Refusal why; !IsArticle(&why)) return tl::unexpected(std::move(why));
    return std::move(draft_);
  }

 private:
  static std::string_view FirstOf(std::initializer_list<std::string_view> values) {
    for (const std::string_view value : values) {
      if (!std::all_of(value.begin(), value.end(), IsBlank)) return value;
    }
    return {};
  }

  void TakeAddress() {
    const std::string_view og = facts_.First({"og:url"});
    const std::string_view own = IsWebAddress(og) ? og : std::string_view(news_.url);
    const std::string base = Resolve(facts_.base, IsWebAddress(own) ? own : std::string_view());
    const std::string against = !base.empty() ? base : IsWebAddress(own) ? std::string(own) : std::string();
    for (const std::string_view candidate : {std::string_view(facts_.canonical), og, std::string_view(news_.url)}) {
      draft_.url = Resolve(candidate, against);
      if (!draft_.url.empty()) return;
    }
    if (!facts_.canonical.empty()) {
      draft_.ignored_fields.push_back("canonical: no address and nothing to resolve it by: " + Quote(facts_.canonical));
    }
  }

  void TakeTitle() {
    Cleaned title = LineOf(PlainText(FirstOf({news_.headline, facts_.First({"headline"})})));
    if (title.text.empty() && facts_.headings.size() == 1) title = HeadingText(*facts_.headings.front());
    if (title.text.empty()) title = LineOf(PlainText(facts_.First({"og:title", "twitter:title"})));
    if (title.text.empty()) {
      title = LineOf(PlainText(facts_.title));
      title.text = WithoutSite(std::move(title.text));
    }
    draft_.controls += title.dropped;
    draft_.title = std::move(title.text);
  }

  static Cleaned HeadingText(const HtmlNode& heading) {
    RichText rich = TextOf(heading, {});
    return LineOf({.text = std::move(rich.text), .dropped = rich.controls});
  }

  // <title> without the name of the site behind it.
  std::string WithoutSite(std::string title) const {
    const std::string site = PlainLine(FirstOf({facts_.First({"og:site_name"}), news_.publisher_name}));
    if (site.empty() || !title.ends_with(site) || title.size() == site.size()) return title;
    std::string_view rest = std::string_view(title).substr(0, title.size() - site.size());
    for (const std::string_view mark : {" | ", " - ", " \u2013 ", " \u2014 ", " :: ", " \u00B7 "}) {
      if (rest.ends_with(mark)) return std::string(rest.substr(0, rest.size() - mark.size()));
    }
    return title;
  }

  void TakeText() {
    uint32_t controls = 0;
    if (main_.element != nullptr) {
      for (const HtmlNode* heading : facts_.headings) {
        if (HeadingText(*heading).text == draft_.title) main_.left_out.insert(heading);
      }
      RichText rich = TextOf(*main_.element, main_.left_out);
      draft_.body = std::move(rich.text);
      draft_.markup = std::move(rich.markup);
      controls = rich.controls;
    }
    Cleaned stated = PlainText(news_.body);
    if (!WithoutBlanks(stated.text).empty() && !Holds(draft_.body, stated.text)) {
      draft_.body = std::move(stated.text);
      draft_.markup.clear();
      controls = stated.dropped;
    }
    draft_.controls += controls;
  }

  void TakePeople() {
    for (const std::string& name : news_.authors) AddOnce(PlainLine(name), &draft_.authors);
    for (const std::string_view wanted :
         {"article:author", "author", "dc.creator", "parsely-author", "sailthru.author"}) {
      if (!draft_.authors.empty()) break;
      for (const auto& [name, value] : facts_.properties) {
        if (name == wanted && !IsWebAddress(value)) AddOnce(AuthorIn(PlainLine(value)), &draft_.authors);
      }
    }
    draft_.source_name = PlainLine(FirstOf({news_.publisher_name, facts_.First({"og:site_name", "dc.publisher"})}));
    draft_.source_uri = Resolve(news_.publisher_url, draft_.url);
  }

  void TakeSubjects() {
    std::vector<std::string> names;
    for (const std::string& name : news_.subjects) AddOnce(PlainLine(name), &names);
    for (const auto& [name, value] : facts_.properties) {
      if (name == "article:section" || name == "article:tag") AddOnce(PlainLine(value), &names);
    }
    for (std::string& name : names) draft_.subjects.push_back({.uri = {}, .name = std::move(name)});
  }

  void TakeTimes() {
    draft_.published =
        Time("published",
             {news_.published, facts_.First({"article:published_time", "datepublished", "og:article:published_time",
                                             "date", "pubdate", "publish-date", "dc.date.issued", "dcterms.created",
                                             "dc.date", "parsely-pub-date", "sailthru.date"})});
    draft_.updated =
        Time("updated", {news_.updated, facts_.First({"article:modified_time", "datemodified", "og:updated_time",
                                                      "dcterms.modified", "last-modified"})});
  }

  std::optional<Moment> Time(std::string_view field, std::initializer_list<std::string_view> stated) {
    for (const std::string_view text : stated) {
      if (text.empty()) continue;
      if (const auto moment = ParseMoment(Line(text))) return moment;
      draft_.ignored_fields.push_back(std::string(field) + ": not a date: " + Quote(text));
    }
    return std::nullopt;
  }

  bool IsArticle(Refusal* why) const {
    const bool is_stated = facts_.news.has_value() || !facts_.bodies.empty() ||
                           facts_.First({"og:type"}) == "article" || !facts_.First({"article:published_time"}).empty();
    const std::string title = draft_.title.empty() ? "" : " " + Quote(draft_.title);
    const HtmlWeight& weight = main_.weight;
    why->fault = Fault::kMissingField;
    if (WithoutBlanks(draft_.body).empty()) {
      why->detail =
          "the page" + title + " holds no text of an article; perhaps scripts fill it, or it is behind a wall";
    } else if (!is_stated && weight.linked_headings >= 3 && weight.linked_headings * 2 >= weight.prose_blocks) {
      why->detail = "the page" + title + " is a list of " + std::to_string(weight.linked_headings) +
                    " headlines that lead elsewhere; send the articles' own pages";
    } else if (!is_stated && facts_.articles.size() != 1 && weight.prose < kUnstatedProse) {
      why->detail = "the page" + title + " does not say that it is an article, and has only " +
                    std::to_string(weight.prose) + " bytes of running text; needed are " +
                    std::to_string(kUnstatedProse);
    }
    return why->detail.empty();
  }

  const HtmlFacts facts_;
  HtmlMain main_;
  NewsItem news_;
  Draft draft_;
};

}  // namespace

OrRefusal<Draft> ReadHtmlPage(std::string_view html, size_t nesting) {
  const OrRefusal<HtmlTree> tree = HtmlTree::Parse(html, HtmlKind::kPage, nesting);
  if (!tree) return tl::unexpected(tree.error());
  OrRefusal<Draft> draft = PageReader(tree->root()).Read();
  if (draft) draft->controls += tree->controls();
  return draft;
}

}  // namespace marsad::decode
