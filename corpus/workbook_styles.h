// SPDX-License-Identifier: GPL-3.0-or-later
// Of all that liborcus reports about styles only the number formats matter here: they tell a date from an amount. The interface has no
// defaults, so the rest is answered with nothing. Private to workbook.cc.
#pragma once

#include <map>
#include <orcus/spreadsheet/import_interface.hpp>
#include <string>
#include <vector>

namespace corpus {

namespace orcus_sheet = orcus::spreadsheet;

class WorkbookStyles final : public orcus_sheet::iface::import_styles {
 public:
  // The format code of a cell format; empty for the general one.
  std::string format_of(std::size_t cell_format) const {
    if (cell_format >= cell_formats_.size()) return {};
    const auto it = codes_.find(cell_formats_[cell_format]);
    return it == codes_.end() ? built_in(cell_formats_[cell_format]) : it->second;
  }

  void set_number_format_identifier(std::size_t id) override { id_ = id; }
  void set_number_format_code(std::string_view code) override { code_ = code; }
  std::size_t commit_number_format() override {
    codes_[id_] = code_;
    return id_;
  }
  void set_xf_number_format(std::size_t index) override { format_ = index; }
  std::size_t commit_cell_xf() override {
    cell_formats_.push_back(format_);
    format_ = 0;
    return cell_formats_.size() - 1;
  }
  std::size_t commit_cell_style_xf() override { return format_ = 0; }
  std::size_t commit_dxf() override { return format_ = 0; }

  using Color = orcus_sheet::color_elem_t;
  void set_font_count(std::size_t) override {}
  void set_font_bold(bool) override {}
  void set_font_italic(bool) override {}
  void set_font_name(std::string_view) override {}
  void set_font_size(double) override {}
  void set_font_underline(orcus_sheet::underline_t) override {}
  void set_font_underline_width(orcus_sheet::underline_width_t) override {}
  void set_font_underline_mode(orcus_sheet::underline_mode_t) override {}
  void set_font_underline_type(orcus_sheet::underline_type_t) override {}
  void set_font_underline_color(Color, Color, Color, Color) override {}
  void set_font_color(Color, Color, Color, Color) override {}
  void set_strikethrough_style(orcus_sheet::strikethrough_style_t) override {}
  void set_strikethrough_type(orcus_sheet::strikethrough_type_t) override {}
  void set_strikethrough_width(orcus_sheet::strikethrough_width_t) override {}
  void set_strikethrough_text(orcus_sheet::strikethrough_text_t) override {}
  std::size_t commit_font() override { return 0; }
  void set_fill_count(std::size_t) override {}
  void set_fill_pattern_type(orcus_sheet::fill_pattern_t) override {}
  void set_fill_fg_color(Color, Color, Color, Color) override {}
  void set_fill_bg_color(Color, Color, Color, Color) override {}
  std::size_t commit_fill() override { return 0; }
  void set_border_count(std::size_t) override {}
  void set_border_style(orcus_sheet::border_direction_t, orcus_sheet::border_style_t) override {}
  void set_border_color(orcus_sheet::border_direction_t, Color, Color, Color, Color) override {}
  void set_border_width(orcus_sheet::border_direction_t, double, orcus::length_unit_t) override {}
  std::size_t commit_border() override { return 0; }
  void set_cell_hidden(bool) override {}
  void set_cell_locked(bool) override {}
  void set_cell_print_content(bool) override {}
  void set_cell_formula_hidden(bool) override {}
  std::size_t commit_cell_protection() override { return 0; }
  void set_number_format_count(std::size_t) override {}
  void set_cell_xf_count(std::size_t) override {}
  void set_cell_style_xf_count(std::size_t) override {}
  void set_dxf_count(std::size_t) override {}
  void set_xf_font(std::size_t) override {}
  void set_xf_fill(std::size_t) override {}
  void set_xf_border(std::size_t) override {}
  void set_xf_protection(std::size_t) override {}
  void set_xf_style_xf(std::size_t) override {}
  void set_xf_apply_alignment(bool) override {}
  void set_xf_horizontal_alignment(orcus_sheet::hor_alignment_t) override {}
  void set_xf_vertical_alignment(orcus_sheet::ver_alignment_t) override {}
  void set_cell_style_count(std::size_t) override {}
  void set_cell_style_name(std::string_view) override {}
  void set_cell_style_xf(std::size_t) override {}
  void set_cell_style_builtin(std::size_t) override {}
  void set_cell_style_parent_name(std::string_view) override {}
  std::size_t commit_cell_style() override { return 0; }

 private:
  // ECMA-376 part 1, 18.8.30: formats that have a number but no code in the file. 27 to 36 and 50 to 58 are dates in Chinese Excel.
  static std::string built_in(std::size_t id) {
    switch (id) {
      case 14:
      case 30:
      case 31:
      case 28:
      case 29:
      case 51:
      case 53:
      case 54:
      case 58: return "yyyy-mm-dd";
      case 15:
      case 16: return "d-mmm-yy";
      case 17:
      case 27:
      case 36:
      case 50:
      case 52:
      case 57: return "yyyy-mm";
      case 18:
      case 19:
      case 20:
      case 21:
      case 32:
      case 33:
      case 34:
      case 35:
      case 45:
      case 46:
      case 47:
      case 55:
      case 56: return "h:mm:ss";
      case 22: return "yyyy-mm-dd h:mm";
      default: return {};
    }
  }

  std::map<std::size_t, std::string> codes_;
  std::vector<std::size_t> cell_formats_;
  std::size_t id_ = 0, format_ = 0;
  std::string code_;
};

}  // namespace corpus
