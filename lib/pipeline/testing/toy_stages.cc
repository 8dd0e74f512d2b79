#include "lib/pipeline/testing/toy_stages.h"

#include <cstdlib>
#include <new>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "lib/pipeline/testing/memory_log.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::pipeline::testing {
namespace {

// An article whose title has no end: well formed at its top level, broken below.
constexpr char kBrokenArticle[] = "\x0A\x03\x1A\x09x";
constexpr char kBrokenEntity[] = "\x1A\x03\x12\x09x";
constexpr char kBrokenSummary[] = "\x22\x03\x0A\x09x";

constexpr std::string_view kFeed = "feed/";

struct Order {
  std::string what;
  std::string uri;
  std::string number;
};

Order Parse(std::string_view value) {
  Order order;
  std::istringstream words{std::string(value)};
  words >> order.what >> order.uri >> order.number;
  return order;
}

std::string ArticleDelta(const InputRecord& input, const Order& order, const std::string& suffix) {
  v1::EnrichedArticle delta;
  delta.mutable_article()->set_uri(order.uri);
  delta.mutable_article()->set_title(order.what + " " + order.number + suffix);
  delta.mutable_article()->mutable_received()->set_seconds(input.timestamp.millis() / 1000);
  delta.mutable_article()->mutable_input()->set_topic(std::string(input.topic));
  delta.mutable_article()->mutable_input()->set_partition(input.partition.number());
  delta.mutable_article()->mutable_input()->set_offset(input.offset.value());
  return delta.SerializeAsString();
}

std::string ForeignDelta() {
  v1::EnrichedArticle delta;
  delta.mutable_article()->set_uri("not mine");
  delta.mutable_story()->set_id("not mine either");
  return delta.SerializeAsString();
}

class ToyDecoderAsTold final : public Decoder {
 public:
  std::string_view name() const override { return "decode"; }
  std::string_view bundle() const override { return ""; }
  Decoded Decode(const InputRecord& input) override {
    const Order order = Parse(input.value);
    if (order.what == "skip") return Skip{"toy_skip"};
    if (order.what == "reject") return Reject{RejectCode::kBadField, "as told"};
    if (order.what == "throw") throw std::runtime_error("as told");
    if (order.what == "die") throw Death();
    if (order.what == "oom") throw std::bad_alloc();
    if (order.what == "keyless") return std::vector<KeyedArticle>{{"", ArticleDelta(input, order, "")}};
    if (order.what == "foreign") return std::vector<KeyedArticle>{{order.uri, ForeignDelta()}};
    if (order.what == "broken") return std::vector<KeyedArticle>{{order.uri, kBrokenArticle}};
    if (order.what.starts_with(kFeed)) return MakeFeed(input, order);
    std::vector<KeyedArticle> articles;
    if (order.what != "none") articles.push_back({order.uri, ArticleDelta(input, order, "")});
    if (order.what == "part") return Partial{std::move(articles), {RejectCode::kBadField, "the second, as told"}};
    if (order.what == "two") articles.push_back({order.uri, ArticleDelta(input, order, " again")});
    return articles;
  }

 private:
  static std::vector<KeyedArticle> MakeFeed(const InputRecord& input, const Order& order) {
    std::vector<KeyedArticle> articles;
    const size_t count = std::stoul(order.number);
    for (size_t i = 0; i < count; ++i) {
      const Order one = {order.what.substr(kFeed.size()), order.uri + "/" + std::to_string(i), std::to_string(i)};
      articles.push_back({one.uri, ArticleDelta(input, one, "")});
    }
    return articles;
  }
};

class ToyEnricherAsTold final : public Enricher {
 public:
  ToyEnricherAsTold(std::string name, std::vector<Need> needs) : name_(std::move(name)), needs_(std::move(needs)) {}
  std::string_view name() const override { return name_; }
  std::string_view bundle() const override { return "toy-bundle"; }
  record::Field field() const override {
    if (name_ == "normalize") return record::Field::kText;
    return IsTag() ? record::Field::kEntities : record::Field::kSummary;
  }
  std::span<const Need> needs() const override { return needs_; }

  Enriched Enrich(const v1::EnrichedArticle& article) override {
    const std::string& title = article.article().title();
    const std::string what = title.substr(0, title.find(' '));
    if (what == "reject-" + name_) return Reject{RejectCode::kLimitExceeded, "as told"};
    if (what == "throw-" + name_) throw std::runtime_error("as told");
    if (what == "die-" + name_ || what == "die-all") throw Death();
    if (what == "oom-" + name_) throw std::bad_alloc();
    if (what == "foreign-" + name_) return RecordDelta{ForeignDelta()};
    if (what == "broken-" + name_) return RecordDelta{IsTag() ? kBrokenEntity : kBrokenSummary};
    if (what == "big-" + name_) return Delta(std::string(std::strtoul(title.c_str() + what.size(), nullptr, 10), 'x'));
    return Delta(title);
  }

 private:
  bool IsTag() const { return name_ == "tag"; }
  RecordDelta Delta(const std::string& text) const {
    v1::EnrichedArticle delta;
    if (name_ == "normalize") {
      delta.mutable_text()->set_search_title(text);
    } else if (IsTag()) {
      delta.add_entities()->set_name(text);
    } else {
      delta.mutable_summary()->set_text(text);
    }
    return {delta.SerializeAsString()};
  }

  std::string name_;
  std::vector<Need> needs_;
};

std::string DescribeDead(const Output& output) {
  v1::DeadLetter letter;
  if (!letter.ParseFromString(output.value.value_or(""))) return "a dead letter that does not parse";
  std::ostringstream text;
  text << v1::DeadLetter::Code_Name(letter.code()) << " by " << letter.stage() << ": " << letter.partition() << "/"
       << letter.offset() << " " << (letter.has_value() ? letter.value() : "(null)")
       << (letter.passed_on() ? " (copy)" : "");
  return text.str();
}

}  // namespace

std::unique_ptr<Decoder> ToyDecoder() { return std::make_unique<ToyDecoderAsTold>(); }
std::unique_ptr<Enricher> ToyEnricher(std::string name, std::vector<Need> needs) {
  return std::make_unique<ToyEnricherAsTold>(std::move(name), std::move(needs));
}

Stages ToyStages(bool with_decoder) {
  Stages stages;
  if (with_decoder) stages.push_back(ToyDecoder());
  stages.push_back(ToyEnricher("tag"));
  stages.push_back(ToyEnricher("summarize"));
  return stages;
}

uint64_t NumberOf(const v1::EnrichedArticle& article) {
  std::istringstream words(article.article().title());
  std::string what;
  uint64_t number = 0;
  words >> what >> number;
  return number;
}

std::string Describe(const Output& output) {
  if (output.lane == Lane::kDead) return DescribeDead(output);
  const std::string key = output.key.value_or("(null)");
  if (!output.value) return key + ": kill";
  v1::EnrichedArticle article;
  if (!article.ParseFromString(*output.value)) return "a record that does not parse";
  std::ostringstream text;
  text << key << (key == article.article().uri() ? "" : " IS NOT " + article.article().uri()) << ": "
       << (article.article().pub_status() == v1::Article::CANCELED ? "canceled" : article.article().title());
  for (const v1::Entity& entity : article.entities()) text << "; tag " << entity.name();
  if (article.has_summary()) text << "; summary " << article.summary().text();
  if (article.has_story()) text << "; story " << article.story().id() << " of " << article.story().articles();
  const char* separator = "; ";
  for (const v1::StageRun& run : article.runs()) {
    text << separator << run.stage() << " " << v1::StageRun::Status_Name(run.status());
    if (run.has_code()) text << " " << run.code();
    separator = ", ";
  }
  return text.str();
}

}  // namespace marsad::pipeline::testing
