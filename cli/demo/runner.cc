#include "cli/demo/runner.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <optional>

#include "lib/base/clock.h"
#include "lib/kafka/tools/producer.h"
#include "lib/kafka/tools/reader.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/table.h"

namespace marsad::cli {
namespace {

// Says which item a record comes from. Marsad carries headers that it does not know through all stages.
constexpr std::string_view kItemHeader = "marsad-demo-item";
// The embedded broker forgets what is old: never more than this on its way.
constexpr size_t kMaxBytesOnTheWay = 600'000;
constexpr std::chrono::milliseconds kPoll{20};

std::optional<size_t> ItemOf(std::optional<std::string_view> header) {
  size_t index = 0;
  if (!header || std::from_chars(header->data(), header->data() + header->size(), index).ec != std::errc())
    return std::nullopt;
  return index;
}

std::optional<size_t> ItemOf(const v1::DeadLetter& letter) {
  for (const v1::DeadLetter::Header& header : letter.headers()) {
    if (header.key() == kItemHeader) return ItemOf(header.value());
  }
  return std::nullopt;
}

double MillisecondsOf(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

double Percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto place = static_cast<size_t>(std::lround(share * static_cast<double>(values.size() - 1)));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place), values.end());
  return values[place];
}

// A record may state any number of seconds.
double SecondsOf(const v1::StageRun& run) {
  return static_cast<double>(run.finished().seconds()) - static_cast<double>(run.started().seconds()) +
         (static_cast<double>(run.finished().nanos()) - static_cast<double>(run.started().nanos())) / 1e9;
}

std::vector<StageFigure> FiguresOf(const std::vector<Arrival>& arrivals) {
  std::vector<StageFigure> figures;
  for (const app::StageEntry& row : stages::Table()) {
    if (!row.is_relay) figures.push_back({std::string(row.name)});  // which leaves no trace in the record
  }
  std::vector<std::vector<double>> seconds(figures.size());
  for (const Arrival& arrival : arrivals) {
    if (!arrival.article) continue;
    for (const v1::StageRun& run : arrival.article->runs()) {
      auto figure =
          std::find_if(figures.begin(), figures.end(), [&](const StageFigure& f) { return f.stage == run.stage(); });
      if (figure == figures.end()) continue;
      ++figure->records;
      figure->failed += run.status() == v1::StageRun::FAILED ? 1 : 0;
      seconds[static_cast<size_t>(figure - figures.begin())].push_back(SecondsOf(run));
    }
  }
  for (size_t i = 0; i < figures.size(); ++i) figures[i].median_seconds = Percentile(seconds[i], 0.5);
  return figures;
}

class Run {
 public:
  Run(const DemoPipeline& pipeline, const std::vector<Item>& items, Tracker* tracker, const DemoHooks& hooks)
      : pipeline_(pipeline), items_(items), tracker_(*tracker), hooks_(hooks), sent_at_(items.size()) {
    progress_.items = items.size();
  }

  Result<void> Open() {
    Result<std::unique_ptr<kafka::Producer>> producer = kafka::OpenProducer(pipeline_.properties(), 1'000'000, events_);
    if (!producer) return tl::unexpected(producer.error());
    producer_ = std::move(*producer);
    const config::v1::Topics topics;
    for (const app::StageEntry& row : stages::Table()) {
      progress_.stages.emplace_back(row.name, 0);
      if (auto open = OpenReader(app::TopicName(topics, row.output.key)); !open) return open;
    }
    return OpenReader(topics.dead());
  }

  Result<DemoReport> Follow(std::chrono::seconds timeout) {
    auto deadline = SystemClock().Now() + timeout;
    while (!tracker_.complete() && SystemClock().Now() < deadline) {
      progress_.ready = progress_.ready || pipeline_.Ready();
      if (progress_.ready) {
        if (Result<void> sent = SendSome(); !sent) return tl::unexpected(sent.error());
      }
      if (Result<void> read = ReadAll(); !read) return tl::unexpected(read.error());
      hooks_.on_progress(progress_);
    }
    return Report();
  }

 private:
  Result<void> OpenReader(const std::string& topic) {
    auto reader = kafka::OpenReader({pipeline_.properties(), topic, {}}, events_);
    if (!reader) return tl::unexpected(reader.error());
    readers_.push_back(std::move(*reader));
    return {};
  }
  // Readers are those of the stages' topics, in order, and the dead letters' after them.
  bool IsDead(size_t reader) const { return reader == progress_.stages.size(); }
  // Where whole articles are.
  bool IsLast(size_t reader) const { return reader + 1 == progress_.stages.size(); }

  Result<void> SendSome() {
    bool any = false;
    while (progress_.sent < items_.size() && bytes_on_the_way_ < kMaxBytesOnTheWay) {
      if (Result<void> sent = SendItem(progress_.sent); !sent) return sent;
      any = true;
    }
    return any ? producer_->Flush(std::chrono::seconds(10)) : Result<void>();
  }

  Result<void> SendItem(size_t index) {
    const Item& item = items_[index];
    std::string number = std::to_string(index);
    std::vector<record::HeaderView> headers = {{kItemHeader, number}};
    if (item.sample.content_type) headers.push_back({"content-type", *item.sample.content_type});
    for (const auto& [name, value] : item.sample.headers) headers.push_back({name, value});
    const config::v1::Topics topics;
    kafka::Message message;
    message.topic = topics.raw();
    message.headers = headers;
    if (item.sample.key) message.key = *item.sample.key;
    if (item.sample.expected != Expected::kKill) message.value = item.value;
    if (progress_.sent == 0) first_sent_ = SystemClock().Now();
    sent_at_[index] = SystemClock().Now();
    if (Result<void> sent = producer_->Send(message); !sent) return Fail(item.name + ": " + sent.error().message);
    ++progress_.sent;
    report_.sent_bytes += item.value.size();
    bytes_on_the_way_ += item.value.size();
    return {};
  }

  // Everything that waits; if nothing does, a moment of rest.
  Result<void> ReadAll() {
    for (size_t i = 0; i < readers_.size(); ++i) {
      std::chrono::milliseconds wait = IsLast(i) ? kPoll : std::chrono::milliseconds(0);
      while (true) {
        Result<std::optional<kafka::ReadRecord>> record = readers_[i]->Read(wait);
        if (!record) return tl::unexpected(record.error());
        if (!*record) break;
        Take(i, **record);
        wait = std::chrono::milliseconds(0);
      }
    }
    return {};
  }

  void Take(size_t reader, const kafka::ReadRecord& record) {
    bool is_dead = IsDead(reader);
    (is_dead ? progress_.dead : progress_.stages[reader].second) += 1;
    if (!is_dead && !IsLast(reader)) return;
    Arrival arrival;
    arrival.key = record.key.value_or("");
    arrival.value = record.value.value_or("");
    std::optional<size_t> item = is_dead ? ParseDead(&arrival) : ParseEnriched(record, &arrival);
    if (!item || !tracker_.Note(*item, arrival)) return;
    arrival.item = *item;
    bytes_on_the_way_ -= std::min(bytes_on_the_way_, items_[*item].value.size());
    last_outcome_ = SystemClock().Now();
    latencies_ms_.push_back(MillisecondsOf(last_outcome_ - sent_at_[*item]));
    hooks_.on_arrival(arrival);
    report_.arrivals.push_back(std::move(arrival));
  }

  static std::optional<size_t> ParseDead(Arrival* arrival) {
    auto letter = std::make_shared<v1::DeadLetter>();
    if (!letter->ParseFromString(arrival->value)) return std::nullopt;
    arrival->dead = letter;
    return ItemOf(*letter);
  }

  static std::optional<size_t> ParseEnriched(const kafka::ReadRecord& record, Arrival* arrival) {
    if (record.value) {
      auto article = std::make_shared<v1::EnrichedArticle>();
      if (!article->ParseFromString(arrival->value)) return std::nullopt;
      // A kill, which has no text.
      const bool is_kill = article->article().pub_status() == v1::Article::CANCELED && !article->has_text();
      if (is_kill) arrival->value.clear();
      (is_kill ? arrival->kill : arrival->article) = article;
    }
    return ItemOf(record::FindHeader(record.headers, kItemHeader));
  }

  DemoReport Report() {
    std::stable_sort(report_.arrivals.begin(), report_.arrivals.end(),
                     [](const Arrival& a, const Arrival& b) { return a.item < b.item; });
    report_.stages = FiguresOf(report_.arrivals);
    report_.sent = progress_.sent;
    if (!latencies_ms_.empty()) report_.seconds = MillisecondsOf(last_outcome_ - first_sent_) / 1000;
    report_.latency_p50_ms = Percentile(latencies_ms_, 0.50);
    report_.latency_p99_ms = Percentile(latencies_ms_, 0.99);
    return std::move(report_);
  }

  const DemoPipeline& pipeline_;
  const std::vector<Item>& items_;
  Tracker& tracker_;
  const DemoHooks& hooks_;
  kafka::EventSink events_;  // before the clients, which must not outlive it
  std::unique_ptr<kafka::Producer> producer_;
  std::vector<std::unique_ptr<kafka::Reader>> readers_;
  std::vector<std::chrono::steady_clock::time_point> sent_at_;
  std::chrono::steady_clock::time_point first_sent_;
  std::chrono::steady_clock::time_point last_outcome_;
  std::vector<double> latencies_ms_;
  size_t bytes_on_the_way_ = 0;
  Progress progress_;
  DemoReport report_;
};

}  // namespace

Result<DemoReport> RunDemo(const DemoPipeline& pipeline, const std::vector<Item>& items, Tracker* tracker,
                           const DemoHooks& hooks, std::chrono::seconds timeout) {
  Run run(pipeline, items, tracker, hooks);
  if (Result<void> opened = run.Open(); !opened) return tl::unexpected(opened.error());
  return run.Follow(timeout);
}

}  // namespace marsad::cli
