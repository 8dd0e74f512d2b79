#include "stages/decode/stage.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "lib/record/header.h"
#include "lib/record/sha256.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/content_type.h"
#include "stages/decode/encoding.h"
#include "stages/decode/formats.h"
#include "stages/decode/limits.h"
#include "stages/decode/moment.h"
#include "stages/decode/refusal.h"
#include "stages/decode/sniff.h"
#include "stages/decode/stage_message.h"
#include "stages/decode/stage_rules.h"

namespace marsad::decode {
namespace {

constexpr size_t kMaxNamed = 8;  // refused articles of a record that the sentence names

pipeline::RejectCode CodeOf(Fault fault) {
  switch (fault) {
    case Fault::kUnknownFormat:
      return pipeline::RejectCode::kUnknownFormat;
    case Fault::kMalformed:
      return pipeline::RejectCode::kMalformed;
    case Fault::kBadEncoding:
      return pipeline::RejectCode::kBadEncoding;
    case Fault::kMissingField:
      return pipeline::RejectCode::kMissingField;
    case Fault::kBadField:
      return pipeline::RejectCode::kBadField;
    case Fault::kLimitExceeded:
      return pipeline::RejectCode::kLimitExceeded;
  }
  return pipeline::RejectCode::kMalformed;
}

// What became of one record, which may hold several articles.
struct Harvest {
  std::vector<pipeline::KeyedArticle> articles;
  std::vector<Drafts::Refused> refused;
  bool is_list = false;
  size_t beyond = 0;

  // One sentence on all that is refused; at least one is.
  pipeline::Reject Explain(const Limits& limits) const;
  pipeline::Decoded Answer(const Limits& limits) &&;
};

pipeline::Reject Harvest::Explain(const Limits& limits) const {
  if (!is_list) return {CodeOf(refused.front().why.fault), refused.front().why.detail};
  const size_t missing = refused.size() + beyond;
  std::string detail = "of " + std::to_string(articles.size() + missing) + " items " + std::to_string(missing) +
                       (missing == 1 ? " was refused" : " were refused");
  for (size_t i = 0; i < refused.size() && i < kMaxNamed; ++i) {
    detail += (i == 0 ? "; item " : "; ") + std::to_string(refused[i].index) + (i == 0 ? " (from 0): " : ": ") +
              refused[i].why.detail;
  }
  if (refused.size() > kMaxNamed) detail += "; and " + std::to_string(refused.size() - kMaxNamed) + " more";
  if (beyond > 0) {
    detail += "; allowed are " + std::to_string(limits.feed_items) + " items (limits.feed_items), " +
              std::to_string(beyond) + " came behind them";
  }
  const Fault fault = refused.empty() ? Fault::kLimitExceeded : refused.front().why.fault;
  return {CodeOf(fault), std::move(detail)};
}

pipeline::Decoded Harvest::Answer(const Limits& limits) && {
  if (refused.empty() && beyond == 0) {
    if (articles.empty()) return pipeline::Skip{kNoItems};
    return std::move(articles);
  }
  pipeline::Reject reject = Explain(limits);
  if (articles.empty()) return reject;
  return pipeline::Partial{std::move(articles), std::move(reject)};
}

class DecodeStage final : public pipeline::Decoder {
 public:
  explicit DecodeStage(const Limits& limits) : limits_(limits) {}

  std::string_view name() const override { return "decode"; }
  std::string_view bundle() const override { return {}; }

  pipeline::Decoded Decode(const pipeline::InputRecord& input) override {
    harvest_ = {};
    if (Checked read = Read(input); !read) harvest_.refused.push_back({0, std::move(read.error())});
    return std::move(harvest_).Answer(limits_);
  }

 private:
  // What is known of a record's bytes before its articles are read.
  struct Kind {
    std::string_view media_type;
    bool guessed;
  };

  Checked Read(const pipeline::InputRecord& input) {
    const ContentType type = ParseContentType(record::FindHeader(input.headers, "content-type").value_or(""));
    const Format* format = FindFormat(type.media_type);
    if (format == nullptr && !SaysNothing(type.media_type) && !IsProtobuf(type.media_type)) {
      return Refuse(Fault::kUnknownFormat, "the content type " + Quote(type.media_type) +
                                               " is not decoded here; accepted are " + AcceptedTypes());
    }
    if (const auto schema = FramedSchema(input.value); schema && type.media_type != "text/plain") {
      return Refuse(Fault::kUnknownFormat,
                    "the value begins with a schema registry's frame (a zero byte and schema id " +
                        std::to_string(*schema) + "), which is not decoded here; send it without");
    }
    if (IsProtobuf(type.media_type)) return ReadMessage(input, type.message_type, {type.media_type, false});
    if (format == nullptr) return ReadGuessed(input, type);
    const OrRefusal<Utf8Text> utf8 = ToUtf8(input.value, CharsetOf(input.value, type, format->is_markup));
    if (!utf8) return tl::unexpected(utf8.error());
    return ReadText(input, *utf8, *format, {type.media_type, false});
  }

  static std::string CharsetOf(std::string_view value, const ContentType& type, bool is_markup) {
    return type.charset.empty() && is_markup ? DeclaredCharset(value) : type.charset;
  }

  Checked ReadGuessed(const pipeline::InputRecord& input, const ContentType& type) {
    if (const std::string_view message = GuessMessage(input.value); !message.empty()) {
      return ReadMessage(input, message, {"application/x-protobuf", true});
    }
    const bool is_markup = GuessMediaType(input.value.substr(0, 1)) == "application/xml";
    const OrRefusal<Utf8Text> utf8 = ToUtf8(input.value, CharsetOf(input.value, type, is_markup));
    if (!utf8) {
      return Refuse(Fault::kUnknownFormat,
                    "no content type is given and the bytes look like none of the accepted formats: " +
                        AcceptedTypes() + "; read as text: " + utf8.error().detail);
    }
    const std::string_view media_type = GuessMediaType(utf8->text());
    const Format* format = FindFormat(media_type);
    if (format != nullptr) return ReadText(input, *utf8, *format, {media_type, true});
    return Refuse(Fault::kUnknownFormat,
                  "no content type is given and the bytes look like " +
                      (media_type.empty() ? "none of the accepted formats" : std::string(media_type)) +
                      "; accepted are " + AcceptedTypes());
  }

  Checked ReadMessage(const pipeline::InputRecord& input, std::string_view name, const Kind& kind) {
    message_.Clear();
    v1::Article* article = message_.mutable_article();
    if (Checked read = ReadProtobuf(input.value, name, article); !read) return read;
    Describe(kind, article);
    return Finish(input, {.repair = true});
  }

  Checked ReadText(const pipeline::InputRecord& input, const Utf8Text& utf8, const Format& format, const Kind& kind) {
    OrRefusal<Drafts> drafts = format.read({.text = utf8.text(), .limits = limits_, .json = json_});
    if (!drafts) return tl::unexpected(std::move(drafts.error()));
    harvest_.is_list = drafts->is_list;
    harvest_.beyond = drafts->beyond;
    harvest_.refused = std::move(drafts->refused);
    for (Draft& draft : drafts->drafts) {
      const uint32_t index = draft.index;
      Checked done = FinishDraft(input, utf8, kind, std::move(draft));
      if (!done) harvest_.refused.push_back({index, std::move(done.error())});
    }
    std::ranges::stable_sort(harvest_.refused, {}, &Drafts::Refused::index);
    return {};
  }

  Checked FinishDraft(const pipeline::InputRecord& input, const Utf8Text& utf8, const Kind& kind, Draft draft) {
    message_.Clear();
    v1::Article* article = message_.mutable_article();
    const uint32_t repairs = utf8.repairs + draft.repairs;
    if (harvest_.is_list) article->mutable_input()->set_index(draft.index);
    Fill(std::move(draft), article);
    Describe(kind, article);
    v1::Input* to = article->mutable_input();
    to->set_charset(utf8.charset);
    if (utf8.charset_guessed) to->set_charset_guessed(true);
    if (repairs > 0) to->set_repairs(repairs);
    return Finish(input, {.repair = false});
  }

  static void Describe(const Kind& kind, v1::Article* article) {
    article->mutable_input()->set_content_type(std::string(kind.media_type));
    if (kind.guessed) article->mutable_input()->set_content_type_guessed(true);
  }

  // Of the article in message_, as its reader left it.
  Checked Finish(const pipeline::InputRecord& input, const CleanOptions& clean) {
    v1::Article* article = message_.mutable_article();
    Checked done = ApplyRules({.limits = limits_, .received_ms = input.timestamp_ms, .clean = clean}, article);
    if (!done) return done;
    Trace(input, article->mutable_input());
    harvest_.articles.push_back({.key = article->uri(), .delta = message_.SerializeAsString()});
    return {};
  }

  void Trace(const pipeline::InputRecord& input, v1::Input* to) {
    if (harvest_.articles.empty()) sha256_ = record::Sha256Hex(input.value);
    to->set_sha256(sha256_);
    if (input.topic.empty()) return;
    to->set_topic(std::string(input.topic));
    to->set_partition(input.partition);
    to->set_offset(input.offset);
  }

  const Limits limits_;
  JsonReader json_;
  v1::EnrichedArticle message_;
  Harvest harvest_;     // of the record at hand
  std::string sha256_;  // of its value, once it has an article
};

}  // namespace

Result<pipeline::DecoderFactory> LoadDecode(const config::v1::Config& config) {
  const config::v1::Limits& from = config.limits();
  const Limits limits{.title_chars = static_cast<size_t>(from.title_chars()),
                      .body_chars = static_cast<size_t>(from.body_chars()),
                      .feed_items = static_cast<size_t>(from.feed_items()),
                      .nesting = static_cast<size_t>(from.nesting()),
                      .links = static_cast<size_t>(from.links())};
  // The first date in words builds the tables behind them; no article should wait for that.
  ParseMoment("Mon, 3 Nov 2025 10:00 GMT");
  return [limits] { return std::make_unique<DecodeStage>(limits); };
}

}  // namespace marsad::decode
