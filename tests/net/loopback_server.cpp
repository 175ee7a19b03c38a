// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/loopback_server.h"

#include <pthread.h>
#include <sys/socket.h>

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QThread>
#include <QTimer>
#include <ctime>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/net/qt_application.h"
#include "tests/net/self_signed.h"

namespace noiseal::test {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

std::string head_of(const Reaction& reaction) {
  std::string head = "HTTP/1.1 " + std::to_string(reaction.status) +
                     " Status\r\nContent-Length: " + std::to_string(reaction.body.size()) + "\r\n";
  for (const auto& [name, value] : reaction.headers) {
    head += name + ": " + value + "\r\n";
  }
  return head + "\r\n";
}

std::size_t content_length(const QByteArray& head) {
  const qsizetype at = head.toLower().indexOf("\r\ncontent-length:");
  return at < 0 ? 0 : head.mid(at + 17, head.indexOf('\r', at + 17) - at - 17).trimmed().toULong();
}

}  // namespace

std::string SeenRequest::last_text() const {
  const json request = json::parse(body, nullptr, false);
  return request.is_object() && request.contains("messages")
             ? request["messages"].back()["content"].get<std::string>()
             : std::string();
}

Reaction says(const std::string& content) {
  Reaction reaction;
  reaction.headers = {{"Content-Type", "application/json"}};
  reaction.body = json({{"choices", {{{"message", {{"role", "assistant"}, {"content", content}}}}}},
                        {"usage", {{"prompt_tokens", 100}, {"completion_tokens", 3}}}})
                      .dump();
  return reaction;
}

Reaction fails(int status, const std::string& body) {
  Reaction reaction;
  reaction.status = status;
  reaction.body = body;
  return reaction;
}

/// Lives on the server's thread.
class LoopbackServer::Listener : public QTcpServer {
 public:
  Listener(Behaviour behaviour, Transport transport)
      : behaviour_(std::move(behaviour)), transport_(transport) {}

  struct Facts {
    std::vector<SeenRequest> seen;
    std::size_t open = 0;
    std::size_t most_open = 0;
    double open_seconds = 0;
  };
  [[nodiscard]] Facts facts() const {
    const std::lock_guard lock(mutex_);
    return facts_;
  }

 protected:
  void incomingConnection(qintptr descriptor) override {
    auto* socket = new QSslSocket(this);
    socket->setSocketDescriptor(descriptor);
    connect(socket, &QSslSocket::readyRead, this, [this, socket] { read(*socket); });
    connect(socket, &QSslSocket::disconnected, this, [this, socket] {
      buffers_.erase(socket);
      socket->deleteLater();
    });
    if (transport_ == Transport::self_signed) {
      socket->setSslConfiguration(self_signed_configuration());
      socket->startServerEncryption();
    }
  }

 private:
  void read(QSslSocket& socket) {
    QByteArray& buffer = buffers_[&socket];
    buffer += socket.readAll();
    for (;;) {
      const qsizetype end = buffer.indexOf("\r\n\r\n");
      if (end < 0) {
        return;
      }
      const QByteArray head = buffer.left(end + 4);
      const auto length = static_cast<qsizetype>(content_length(head));
      if (buffer.size() < head.size() + length) {
        return;
      }
      SeenRequest request;
      request.head = head.toStdString();
      request.path = head.split(' ').value(1).toStdString();
      request.body = buffer.mid(head.size(), length).toStdString();
      buffer.remove(0, head.size() + length);
      react(socket, std::move(request));
    }
  }

  void react(QSslSocket& socket, SeenRequest request) {
    {
      const std::lock_guard lock(mutex_);
      request.number = facts_.seen.size();
      facts_.seen.push_back(request);
      facts_.most_open = std::max(facts_.most_open, ++facts_.open);
    }
    const Reaction reaction = behaviour_(request);
    const Clock::time_point start = Clock::now();
    QTimer::singleShot(reaction.delay, Qt::PreciseTimer, &socket, [this, &socket, reaction, start] {
      {
        const std::lock_guard lock(mutex_);
        --facts_.open;
        facts_.open_seconds += std::chrono::duration<double>(Clock::now() - start).count();
      }
      answer(socket, reaction);
    });
  }

  static void answer(QSslSocket& socket, const Reaction& reaction) {
    using Ending = Reaction::Ending;
    const QByteArray whole = QByteArray::fromStdString(head_of(reaction) + reaction.body);
    const auto half = whole.left(whole.size() - static_cast<qsizetype>(reaction.body.size() / 2));
    switch (reaction.ending) {
      case Ending::whole:
        socket.write(whole);
        break;
      case Ending::twice:
        socket.write(whole + whole);
        break;
      case Ending::nothing:
        break;
      case Ending::half:
        socket.write(half);
        break;
      case Ending::reset: {
        socket.write(half);
        socket.flush();
        const linger hard{1, 0};
        ::setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard,
                     sizeof hard);
        socket.abort();
        break;
      }
      case Ending::close_unanswered:
        socket.disconnectFromHost();
        break;
    }
  }

  Behaviour behaviour_;
  Transport transport_;
  std::map<QSslSocket*, QByteArray> buffers_;
  mutable std::mutex mutex_;
  Facts facts_;
};

struct LoopbackServer::Thread {
  QThread thread;
  Listener* listener = nullptr;
  quint16 port = 0;
  Transport transport = Transport::plain;
  clockid_t cpu_clock{};

  template <typename Work>
  void run(Work work) {
    QMetaObject::invokeMethod(listener, std::move(work), Qt::BlockingQueuedConnection);
  }
};

LoopbackServer::LoopbackServer(Behaviour behaviour, Transport transport)
    : thread_(std::make_unique<Thread>()) {
  ensure_qt_application();
  thread_->transport = transport;
  thread_->listener = new Listener(std::move(behaviour), transport);
  thread_->listener->moveToThread(&thread_->thread);
  QObject::connect(&thread_->thread, &QThread::finished, thread_->listener, &QObject::deleteLater);
  thread_->thread.start();
  thread_->run([this] {
    thread_->listener->listen(QHostAddress::LocalHost);
    thread_->port = thread_->listener->serverPort();
    pthread_getcpuclockid(pthread_self(), &thread_->cpu_clock);
  });
  if (thread_->port == 0) {
    throw std::runtime_error("no port on loopback");
  }
}

LoopbackServer::~LoopbackServer() {
  thread_->thread.quit();
  thread_->thread.wait();
}

std::string LoopbackServer::url() const {
  return (thread_->transport == Transport::plain ? "http" : "https") +
         std::string("://127.0.0.1:") + std::to_string(thread_->port) + "/v1";
}

std::vector<SeenRequest> LoopbackServer::seen() const {
  return thread_->listener->facts().seen;
}

std::size_t LoopbackServer::most_open() const {
  return thread_->listener->facts().most_open;
}

double LoopbackServer::open_seconds() const {
  return thread_->listener->facts().open_seconds;
}

double LoopbackServer::cpu_seconds() const {
  timespec time{};
  clock_gettime(thread_->cpu_clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::string deserted_url() {
  QTcpServer server;
  server.listen(QHostAddress::LocalHost);
  return "http://127.0.0.1:" + std::to_string(server.serverPort()) + "/v1";
}

}  // namespace noiseal::test
