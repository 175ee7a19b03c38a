// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "ui/bridge/project_session.h"
#include "ui/window/page.h"
#include "ui/window/services.h"

class QAction;
class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;

namespace noiseal::ui {

class HelpWindow;
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

  /// Puts an action into the menu, after those that are there.
  void add_to_menu(QAction* action);
  /// Adds what the frame itself offers: commands, look, help.
  void finish_menu();

  void open_project(const std::filesystem::path& file);
  void close_project();
  void show_page(int page);
  [[nodiscard]] int page_count() const { return static_cast<int>(pages_.size()); }

  [[nodiscard]] bool can(const PageRequest& request) const override;
  void request(const PageRequest& request) override;
  void say(const QString& sentence) override;
  void show_meter(const QString& words) override;
  /// A failure that a person must see, in a box.
  void tell(const QString& sentence);
  void show_commands();
  void show_help();
  [[nodiscard]] Page* current_page() const;

 Q_SIGNALS:
  void file_dropped(const QString& file);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QWidget* make_notice();
  void show_opened();
  void show_closed();
  void show_facts();
  void fill_notice();
  void restore_state();
  void restore_splitters(const Page& page) const;
  void keep_state() const;
  void run_action(QAction* action);
  [[nodiscard]] Page* page_for(const PageRequest& request) const;

  Services services_;
  ProjectSession session_;
  std::vector<Page*> pages_;
  Rail* rail_;
  QMenu* menu_;
  HelpWindow* help_ = nullptr;
  QWidget* notice_ = nullptr;
  QLabel* notice_text_ = nullptr;
  QPushButton* notice_button_ = nullptr;
  QStackedWidget* stack_;
  QWidget* start_page_ = nullptr;
  StatusLine* status_;
  std::optional<std::int64_t> run_to_resume_;  ///< what the notice's button offers
  bool closing_ = false;                       ///< as soon as the job has ended
};

}  // namespace noiseal::ui
