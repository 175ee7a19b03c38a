// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <filesystem>
#include <vector>

#include "ui/bridge/project_session.h"
#include "ui/window/page.h"
#include "ui/window/services.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace noiseal::ui {

class Rail;
class StatusLine;

/// The frame: rail, the visible page, status line. Pages are added by the caller, in the order of
/// the rail. Nothing in it knows what a page does.
class MainWindow : public QMainWindow, public Navigator {
  Q_OBJECT

 public:
  explicit MainWindow(Services services, QWidget* parent = nullptr);
  ~MainWindow() override;

  [[nodiscard]] ProjectSession& session() { return session_; }
  [[nodiscard]] const Services& services() const { return services_; }

  /// Takes the page over. Ctrl+1 shows the first one.
  void add_page(Page* page);
  /// What is shown while no project is open.
  void set_start_page(QWidget* page);

  void open_project(const std::filesystem::path& file);
  void close_project();
  void show_page(int page);
  [[nodiscard]] int page_count() const { return static_cast<int>(pages_.size()); }

  [[nodiscard]] bool can(const PageRequest& request) const override;
  void request(const PageRequest& request) override;
  void say(const QString& sentence) override;

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  QWidget* make_notice();
  void show_opened();
  void show_closed();
  void show_facts();
  void show_failure(const QString& sentence);
  [[nodiscard]] Page* page_for(const PageRequest& request) const;

  Services services_;
  ProjectSession session_;
  std::vector<Page*> pages_;
  Rail* rail_;
  QWidget* notice_ = nullptr;
  QLabel* notice_text_ = nullptr;
  QPushButton* notice_button_ = nullptr;
  QStackedWidget* stack_;
  QWidget* start_page_ = nullptr;
  StatusLine* status_;
  bool closing_ = false;  ///< as soon as the job has ended
};

}  // namespace noiseal::ui
