// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_chat_client.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QThread>
#include <QTimer>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <random>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/annotate/chat_manners.h"
#include "core/net/chat_request.h"
#include "core/net/qt_application.h"
#include "core/net/read_once.h"

namespace noiseal {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

int as_int(milliseconds time) {
  return static_cast<int>(std::min<std::int64_t>(time.count(), 1'000'000'000));
}

/// What was spent in the last minute.
class MinuteLimit {
 public:
  explicit MinuteLimit(std::size_t most) : most_(most) {}
  /// How long until an amount may be spent; 0: now. What is more than the limit itself waits for
  /// an empty minute.
  [[nodiscard]] milliseconds wait_for(std::size_t amount, SteadyClock::time_point now) {
    if (most_ == 0) {
      return milliseconds(0);
    }
    while (!spent_.empty() && now - spent_.front().first >= std::chrono::minutes(1)) {
      sum_ -= spent_.front().second;
      spent_.pop_front();
    }
    if (spent_.empty() || sum_ + amount <= most_) {
      return milliseconds(0);
    }
    return std::chrono::duration_cast<milliseconds>(spent_.front().first + std::chrono::minutes(1) -
                                                    now) +
           milliseconds(1);
  }
  void spend(std::size_t amount, SteadyClock::time_point now) {
    if (most_ > 0) {
      spent_.emplace_back(now, amount);
      sum_ += amount;
    }
  }

 private:
  std::size_t most_;
  std::size_t sum_ = 0;
  std::deque<std::pair<SteadyClock::time_point, std::size_t>> spent_;
};

}  // namespace

/// Lives on the network thread; everything but the outbox is touched there alone.
class HttpChatClient::Worker : public QObject {
 public:
  explicit Worker(const HttpChatOptions& options)
      : options_(options),
        requests_(options.requests_per_minute),
        tokens_(options.tokens_per_minute),
        random_(std::random_device()()) {}

  void start() {
    proxy_ =
        options_.use_proxy ? proxy_for(options_.base_url) : QNetworkProxy(QNetworkProxy::NoProxy);
    timer_ = new QTimer(this);
    timer_->setSingleShot(true);
    timer_->setTimerType(Qt::PreciseTimer);
    connect(timer_, &QTimer::timeout, this, [this] { start_waiting(); });
  }

  void add(ChatCall call) {
    waiting_.push_back({std::move(call), 0, 0, SteadyClock::now(), {}});
    start_waiting();
  }

  void cancel_all() {
    waiting_.clear();
    for (auto& [reply, running] : std::exchange(running_, {})) {
      reply->disconnect(this);
      reply->abort();
      running.manager->deleteLater();
    }
    const std::lock_guard lock(mutex_);
    done_.clear();
  }

  std::vector<ChatReply> wait(milliseconds most) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, most, [this] { return !done_.empty(); });
    return std::exchange(done_, {});
  }

 private:
  struct Call {
    ChatCall call;
    int attempts = 0;
    int lost_attempts = 0;
    SteadyClock::time_point not_before;
    ChatManners manners;  ///< that it was last sent with
  };
  struct Running {
    Call call;
    QNetworkAccessManager* manager = nullptr;  ///< owns the reply
    QByteArray body = {};
    bool too_long = false;
  };

  /// Starts what may start now, and sets the timer for what may not.
  void start_waiting() {
    const SteadyClock::time_point now = SteadyClock::now();
    milliseconds next = std::chrono::hours(1);
    for (auto it = waiting_.begin(); it != waiting_.end() && running_.size() < options_.parallel;) {
      const milliseconds wait =
          std::max({std::chrono::ceil<milliseconds>(std::max(it->not_before, held_until_) - now),
                    requests_.wait_for(1, now), tokens_.wait_for(it->call.tokens, now)});
      if (wait > milliseconds(0)) {
        next = std::min(next, wait);
        ++it;
        continue;
      }
      requests_.spend(1, now);
      tokens_.spend(it->call.tokens, now);
      Call call = std::move(*it);
      it = waiting_.erase(it);
      post(std::move(call));
    }
    if (!waiting_.empty()) {
      timer_->start(as_int(next));
    }
  }

  /// Each attempt has a manager, and so a connection, of its own: what a server sends too much, or
  /// too late, can never be taken for the answer to another request.
  void post(Call call) {
    ++call.attempts;
    call.manners = manners_;
    auto* manager = new QNetworkAccessManager(this);
    manager->setProxy(proxy_);
    const QByteArray body = QByteArray::fromStdString(with_manners(call.call.body, call.manners));
    QNetworkRequest request = server_request(options_.base_url + "/chat/completions", options_.key,
                                             as_int(options_.transfer_timeout));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    request.setHeader(QNetworkRequest::ContentLengthHeader, body.size());
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    QNetworkReply* reply = manager->post(request, new ReadOnce(body, manager));
    running_.emplace(reply, Running{std::move(call), manager});
    connect(reply, &QNetworkReply::readyRead, this, [this, reply] { read_more(reply); });
    connect(reply, &QNetworkReply::finished, this, [this, reply] { finish(reply); });
    QTimer::singleShot(as_int(options_.total_timeout), Qt::PreciseTimer, reply,
                       [reply] { reply->abort(); });
  }

  void read_more(QNetworkReply* reply) {
    const auto found = running_.find(reply);
    if (found == running_.end()) {
      return;
    }
    Running& running = found->second;
    running.body += reply->readAll();
    if (static_cast<std::size_t>(running.body.size()) > options_.most_answer_bytes &&
        !running.too_long) {
      running.too_long = true;
      reply->abort();
    }
  }

  void finish(QNetworkReply* reply) {
    const auto found = running_.find(reply);
    if (found == running_.end()) {
      return;
    }
    Running running = std::move(found->second);
    running_.erase(found);
    running.body += reply->isOpen() ? reply->readAll() : QByteArray();
    HttpResult result = result_of(*reply, running.body);
    running.manager->deleteLater();
    if (running.too_long) {
      result.trouble = HttpResult::Trouble::too_long;
    }
    settle(std::move(running.call), result);
    start_waiting();
  }

  /// The call is done, or waits for its next attempt.
  void settle(Call call, const HttpResult& result) {
    if (learn_manners(manners_, call.manners, result)) {
      --call.attempts;  // it was refused unread
      waiting_.push_front(std::move(call));
      return;
    }
    ChatReading reading = read_chat_reply(result, options_.base_url);
    const bool again = reading.fault && reading.fault->effect == FaultEffect::retry &&
                       call.attempts < options_.retry.most_attempts;
    if (reading.fault && reading.fault->maybe_billed) {
      ++call.lost_attempts;
    }
    if (again) {
      const double draw = std::uniform_real_distribution<double>(0, 1)(random_);
      call.not_before =
          SteadyClock::now() + wait_before_retry(options_.retry, call.attempts, result.retry_after,
                                                 draw, options_.wall_clock());
      if (reading.fault->kind == FaultKind::rate_limited) {
        held_until_ = std::max(held_until_, call.not_before);  // others would be refused, too
      }
      waiting_.push_front(std::move(call));
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      done_.push_back({call.call.id, std::move(reading), call.attempts, call.lost_attempts});
    }
    arrived_.notify_all();
  }

  HttpChatOptions options_;
  MinuteLimit requests_;
  MinuteLimit tokens_;
  std::mt19937 random_;
  QNetworkProxy proxy_;
  ChatManners manners_;
  SteadyClock::time_point held_until_ = SteadyClock::time_point::min();
  QTimer* timer_ = nullptr;
  std::deque<Call> waiting_;
  std::unordered_map<QNetworkReply*, Running> running_;

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<ChatReply> done_;
};

struct HttpChatClient::Network {
  explicit Network(HttpChatOptions chosen) : options(std::move(chosen)) {
    worker = new Worker(options);
    worker->moveToThread(&thread);
    thread.start();
    on_thread([this] { worker->start(); });
  }
  ~Network() {
    on_thread([this] {
      worker->cancel_all();
      delete worker;
    });
    thread.quit();
    thread.wait();
  }
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  template <typename Work>
  void on_thread(Work work) {
    QMetaObject::invokeMethod(&context(), std::move(work), Qt::BlockingQueuedConnection);
  }
  /// An object of the network thread that outlives the worker.
  QObject& context() {
    if (anchor.thread() != &thread) {
      anchor.moveToThread(&thread);
    }
    return anchor;
  }

  HttpChatOptions options;
  QThread thread;
  QObject anchor;
  Worker* worker = nullptr;
};

HttpChatClient::HttpChatClient(HttpChatOptions options) {
  ensure_qt_application();
  network_ = std::make_unique<Network>(std::move(options));
}

HttpChatClient::~HttpChatClient() = default;

std::size_t HttpChatClient::capacity() const {
  return network_->options.parallel + (network_->options.parallel + 1) / 2;
}

int HttpChatClient::most_attempts() const {
  return network_->options.retry.most_attempts;
}

void HttpChatClient::send(ChatCall call) {
  Worker* worker = network_->worker;
  QMetaObject::invokeMethod(
      worker, [worker, call = std::move(call)]() mutable { worker->add(std::move(call)); },
      Qt::QueuedConnection);
}

std::vector<ChatReply> HttpChatClient::wait(std::chrono::milliseconds most) {
  return network_->worker->wait(most);
}

void HttpChatClient::cancel_all() {
  network_->on_thread([this] { network_->worker->cancel_all(); });
}

}  // namespace noiseal
