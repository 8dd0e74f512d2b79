#include "stages/decode/html/page.h"

#include <gumbo.h>

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/base/take_until.h"
#include "stages/decode/article/byline.h"
#include "stages/decode/article/clean.h"
#include "stages/decode/article/notice.h"
#include "stages/decode/article/words.h"
#include "stages/decode/html/banner.h"
#include "stages/decode/html/facts.h"
#include "stages/decode/html/identity.h"
#include "stages/decode/html/live_blog.h"
#include "stages/decode/html/main_content.h"
#include "stages/decode/html/page_dates.h"
#include "stages/decode/html/people.h"
#include "stages/decode/html/rules.h"
#include "stages/decode/html/text.h"
#include "stages/decode/html/title.h"
#include "stages/decode/html/values.h"

namespace marsad::decode {
namespace {

constexpr int kMaxWalls = 3;  // in front of an article
constexpr ptrdiff_t kFewestWords = 4;
constexpr uint32_t kUnstatedProse = 500;  // bytes: a page that does not call itself an article needs so much

std::string_view NameOf(Notice notice) {
  switch (notice) {
    case Notice::kConsent:
      return "a request for consent to cookies, not an article";
    case Notice::kRobot:
      return "a check for robots or needs scripts to be read, and is not an article";
    case Notice::kMissing:
      return "a notice that the page is missing or closed, not an article";
    case Notice::kLocked:
      return "an invitation to subscribe, without any of the article";
    case Notice::kNone:
      break;
  }
  return "";
}

// Whether a short text says something: some words, and the end of a sentence.
bool IsSentence(std::string_view text) {
  constexpr std::string_view kEnds[] = {".", "!", "\u06D4", "\u3002", "\u061F", "?", "\u0964"};
  const std::string words = WordsOf(text);
  return std::ranges::count(words, ' ') > kFewestWords &&
         std::ranges::any_of(kEnds, [&](std::string_view end) { return text.ends_with(end); });
}

// Whether an element that a CSS selector of one class or id names holds text.
bool HoldsText(const HtmlFacts& facts, std::string_view selector) {
  const size_t last = selector.find_last_of(" >,");
  if (last != std::string_view::npos) selector.remove_prefix(last + 1);
  if (selector.size() < 2 || facts.body == nullptr) return true;  // nothing to tell by
  const HtmlNode* found = FindElement(*facts.body, selector.front() == '#' ? "id" : "class", selector.substr(1));
  return found != nullptr && !WithoutBlanks(TextOf(*found, HtmlView()).text).empty();
}

// Draft fields of what the page says, and its text.
class PageReader {
 public:
  explicit PageReader(const HtmlNode& root) : facts_(ReadHtmlFacts(root)), main_(FindArticle()) { TakeNews(); }

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

  // A wall in front of the article may hold more text than a flash: what is left without it is looked at, too.
  HtmlMain FindArticle() {
    HtmlNodes outside;
    HtmlMain first = FindHtmlMain(facts_, outside);
    HtmlMain main = first;
    for (int walls = 0; walls < kMaxWalls && !main.parts.empty(); ++walls) {
      notice_ = NoticeOf(main);
      if (notice_ == Notice::kNone) {
        ForgetHeadings(outside);
        return main;
      }
      outside.insert(main.parts.begin(), main.parts.end());
      if (outside.contains(facts_.body)) return first;
      main = FindHtmlMain(facts_, outside);
    }
    return first;
  }

  // The openings of nearly all pages show that they are none.
  static Notice NoticeOf(const HtmlMain& main) {
    if (!MayBeNotice(OpeningOf(main.parts, main.view, 2 * kNoticeOpening))) return Notice::kNone;
    return NoticeOfText(TextOf(main.parts, main.view).text);
  }

  // What a wall calls itself is no title.
  void ForgetHeadings(const HtmlNodes& outside) {
    const auto is_outside = [&](const HtmlNode* node) {
      while (node != nullptr && !outside.contains(node)) node = node->parent;
      return node != nullptr;
    };
    if (outside.empty()) return;
    std::erase_if(facts_.headings, is_outside);
    std::erase_if(facts_.lesser, is_outside);
    std::erase_if(facts_.titled, is_outside);
  }

  // JSON-LD's facts, if they are this page's; with what the page says of itself to compare them with.
  void TakeNews() {
    PageSigns signs;
    for (const std::string_view address : {std::string_view(facts_.canonical), facts_.First({"og:url"})}) {
      if (!address.empty()) signs.addresses.push_back(Line(address));
    }
    TakeTitleSources();
    signs.titles = titles_.headings;
    signs.titles.insert(signs.titles.end(), titles_.shared.begin(), titles_.shared.end());
    if (!titles_.document.empty()) signs.titles.push_back(titles_.document);
    std::erase_if(signs.titles, [&](const std::string& title) { return IsOneOf(title, titles_.sites); });
    std::vector<NewsItem> items = facts_.news;
    for (NewsItem& item : items) item.headline = PlainTitle(item.headline);
    std::optional<NewsItem> own = OwnNews(std::move(items), signs);
    has_news_ = own.has_value();
    if (own) news_ = std::move(*own);
    titles_.headline = news_.headline;
    AddOnce(PlainLine(news_.publisher_name), &titles_.sites);
  }

  void TakeTitleSources() {
    for (const HtmlNode* heading : facts_.headings) titles_.headings.push_back(HeadingText(*heading));
    for (const HtmlNode* heading : facts_.lesser) titles_.lesser.push_back(HeadingText(*heading));
    for (const HtmlNode* titled : facts_.titled) titles_.titled.push_back(HeadingText(*titled));
    if (const std::optional<Banner> banner = FindBanner(facts_, main_)) {
      AddOnce(HeadingText(*banner->name), &titles_.sites);
      titles_.headings.push_back(HeadingText(*banner->title));
      facts_.headings.push_back(banner->title);
    }
    if (const HtmlNode* lead = LeadHeading(facts_, main_); lead != nullptr) titles_.lead = HeadingText(*lead);
    titles_.item = PlainTitle(facts_.First({"headline"}));
    for (const std::string_view name : {"og:title", "twitter:title"}) {
      if (std::string title = PlainTitle(facts_.First({name})); !title.empty()) titles_.shared.push_back(title);
    }
    titles_.document = PlainTitle(facts_.title);
    for (const std::string_view name :
         {"og:site_name", "application-name", "dc.publisher", "twitter:app:name:iphone"}) {
      AddOnce(PlainLine(facts_.First({name})), &titles_.sites);
    }
    for (const std::string& logo : facts_.logos) AddOnce(Line(logo), &titles_.sites);
  }

  std::string PlainTitle(std::string_view text) {
    const Cleaned title = LineOf(PlainText(text));
    controls_.insert_or_assign(title.text, title.dropped);
    return title.text;
  }

  std::string HeadingText(const HtmlNode& heading) {
    RichText rich = TextOf(heading, HtmlView());
    const Cleaned line = LineOf({.text = std::move(rich.text), .dropped = rich.controls});
    controls_.insert_or_assign(line.text, line.dropped);
    return line.text;
  }

  void TakeAddress() {
    const std::string_view og = facts_.First({"og:url"});
    std::vector<std::string_view> stated = {og};
    stated.insert(stated.end(), news_.addresses.begin(), news_.addresses.end());
    const auto web = std::ranges::find_if(stated, IsHttpAddress);
    const std::string_view own = web == stated.end() ? std::string_view() : *web;
    const std::string base = Resolve(facts_.base, own);
    const std::string against = !base.empty() ? base : std::string(own);
    stated.insert(stated.begin(), facts_.canonical);
    for (const std::string_view candidate : stated) {
      draft_.url = Resolve(candidate, against);
      if (!draft_.url.empty()) return;
    }
    if (!facts_.canonical.empty()) {
      draft_.ignored_fields.push_back("canonical: no address and nothing to resolve it by: " + Quote(facts_.canonical));
    }
  }

  void TakeTitle() {
    draft_.title = ChooseTitle(titles_);
    if (const auto controls = controls_.find(draft_.title); controls != controls_.end()) {
      draft_.controls += controls->second;
    }
  }

  void TakeText() {
    uint32_t controls = 0;
    if (!main_.parts.empty()) {
      LeaveTitleOut(facts_.headings, titles_.headings);
      LeaveTitleOut(facts_.lesser, titles_.lesser);
      LeaveTitleOut(facts_.titled, titles_.titled);
      LeaveSectionOut();
      RichText rich = TextOf(main_.parts, main_.view);
      draft_.body = std::move(rich.text);
      draft_.markup = std::move(rich.markup);
      controls = rich.controls;
    }
    Cleaned stated = PlainText(news_.body);
    const bool is_new = !WithoutBlanks(stated.text).empty() && !Holds(draft_.body, stated.text);
    if (is_new && !news_.updates.empty() && !draft_.body.empty()) {
      PrependOpening(stated.text, &draft_);
      controls += stated.dropped;
    } else if (is_new) {
      draft_.body = std::move(stated.text);
      draft_.markup.clear();
      controls = stated.dropped;
      main_.is_locked = false;
    }
    AddUpdates(news_.updates, &draft_);  // posts that the page does not show
    draft_.controls += controls;
    draft_.partial = IsPartial();
  }

  // The title shown above the text is no part of it; nor is the name of the site.
  void LeaveTitleOut(const std::vector<const HtmlNode*>& headings, const std::vector<std::string>& texts) {
    const std::string title = WordsOf(draft_.title);
    for (size_t i = 0; i < headings.size(); ++i) {
      if (WordsOf(texts[i]) == title || IsOneOf(texts[i], titles_.sites)) main_.view.left_out.insert(headings[i]);
    }
  }

  // An only h1 above the h2 or h3 that is the title.
  void LeaveSectionOut() {
    if (facts_.headings.size() != 1) return;
    const HtmlNode* heading = facts_.headings.front();
    const std::string title = WordsOf(draft_.title);
    for (size_t i = 0; i < facts_.lesser.size(); ++i) {
      const bool is_below = heading->v.element.start_pos.offset < facts_.lesser[i]->v.element.start_pos.offset;
      if (is_below && WordsOf(titles_.lesser[i]) == title) main_.view.left_out.insert(heading);
    }
  }

  // Whether only the opening came: a notice says so, or the part that JSON-LD calls locked is not in the page.
  bool IsPartial() const {
    if (main_.is_locked) return true;
    if (!news_.is_locked || !news_.body.empty()) return false;
    if (IsCut(draft_.body)) return true;
    return !news_.locked_parts.empty() && std::ranges::none_of(news_.locked_parts, [&](const std::string& selector) {
      return HoldsText(facts_, selector);
    });
  }

  void AddAuthors(std::string_view line) {
    for (std::string& name : AuthorsIn(line)) {
      if (!IsOneOf(name, titles_.sites)) AddOnce(std::move(name), &draft_.authors);
    }
  }

  // Of the first of these properties that names any, if there are none yet.
  void TakeStatedAuthors() {
    constexpr std::string_view kProperties[] = {"article:author",
                                                "author",
                                                "byl",
                                                "dc.creator",
                                                "dc.creator.personalname",
                                                "dcterms.creator",
                                                "parsely-author",
                                                "sailthru.author",
                                                "citation_author",
                                                "cxenseparse:author",
                                                "article:author_name"};
    for (const std::string_view wanted : kProperties) {
      if (!draft_.authors.empty()) return;
      for (const auto& [name, value] : facts_.properties) {
        if (name == wanted && !IsHttpAddress(value)) AddAuthors(PlainLine(value));
      }
    }
  }

  // People first; an organization that is not the publisher where nobody else is named.
  void TakePeople() {
    for (const std::string& name : news_.authors) AddAuthors(PlainLine(name));
    TakeStatedAuthors();
    for (const HtmlNode* element : facts_.authors) {
      if (!draft_.authors.empty()) break;
      for (const std::string& name : NamesIn(*element)) AddAuthors(name);
    }
    for (const std::string& name : news_.organizations) {
      if (!draft_.authors.empty()) break;
      if (!IsOneOf(PlainLine(name), titles_.sites)) AddOnce(PlainLine(name), &draft_.authors);
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
    PageDates dates = ReadPageDates({facts_, main_, news_, NodesOfTitle()}, &draft_.ignored_fields);
    draft_.published = dates.published;
    draft_.updated = dates.updated;
  }

  // The elements that show the title.
  std::vector<const HtmlNode*> NodesOfTitle() const {
    std::vector<const HtmlNode*> shown;
    for (const auto& [nodes, texts] :
         {std::pair(&facts_.headings, &titles_.headings), std::pair(&facts_.lesser, &titles_.lesser),
          std::pair(&facts_.titled, &titles_.titled)}) {
      for (size_t i = 0; i < nodes->size(); ++i) {
        if ((*texts)[i] == draft_.title) shown.push_back((*nodes)[i]);
      }
    }
    return shown;
  }

  bool IsArticle(Refusal* why) const {
    const std::string title = draft_.title.empty() ? "" : " " + Quote(draft_.title);
    why->fault = Fault::kMissingField;
    why->detail = WhyNone();
    if (!why->detail.empty()) why->detail = "the page" + title + " " + why->detail;
    return why->detail.empty();
  }

  // Whether the page says that it is an article.
  bool IsStated() const {
    return has_news_ || !facts_.bodies.empty() || facts_.First({"og:type"}) == "article" ||
           !facts_.First({"article:published_time"}).empty();
  }

  // Why it is no article; empty: it is one.
  std::string WhyNone() const {
    const HtmlWeight& weight = main_.weight;
    if (WithoutBlanks(draft_.body).empty()) {
      return "holds no text of an article; perhaps scripts fill it, or it is behind a wall";
    }
    if (notice_ != Notice::kNone && WithoutBlanks(news_.body).empty()) return "is " + std::string(NameOf(notice_));
    if (IsStated()) return {};
    if (weight.linked_headings >= 3 && weight.linked_headings * 2 >= weight.prose_blocks) {
      return "is a list of " + std::to_string(weight.linked_headings) +
             " headlines that lead elsewhere; send the articles' own pages";
    }
    if (facts_.articles.size() != 1 && weight.prose < kUnstatedProse && !IsFlash()) {
      return "does not say that it is an article, and has only " + std::to_string(weight.prose) +
             " bytes of running text; needed are " + std::to_string(kUnstatedProse) + ", or a title and a sentence";
    }
    return {};
  }

  // News of a line or two: a heading, and prose or a whole sentence below it; without one, as in mails, several of these.
  bool IsFlash() const {
    constexpr int kFewestSentences = 3;
    constexpr int kFewestBelowHeading = 2;  // or the last line is one
    const bool has_heading = !titles_.headings.empty() || !titles_.lesser.empty() || !titles_.titled.empty();
    if (draft_.title.empty()) return false;
    if (has_heading && (main_.weight.prose > 0 || IsSentence(draft_.body))) return true;
    int sentences = 0;
    for (std::string_view rest = draft_.body; !rest.empty();) sentences += IsSentence(TakeUntil('\n', &rest));
    return sentences >= (has_heading ? kFewestBelowHeading : kFewestSentences);
  }

  HtmlFacts facts_;
  Notice notice_ = Notice::kNone;  // what the page is, if no article was found
  HtmlMain main_;
  NewsItem news_;
  bool has_news_ = false;
  TitleSources titles_;
  std::unordered_map<std::string, uint32_t> controls_;  // that were left out of each possible title
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
