// The recipe that a still or a film carries, in and out of its metadata.
#pragma once
#include <optional>
#include <span>
#include <string>

#include "model/recipe.h"

namespace droplet {

/// Whether a file's name or its first bytes are those of something that may carry a recipe: .png .jpg .tif
/// .gif .mp4 .webm, a performance (.json), or a .pfm with a recipe's file beside it.
bool may_hold_recipe(const std::string& path);

/// The text of the recipe in a file's metadata: PNG iTXt "Droplet", JPEG comments, TIFF ImageDescription, GIF
/// comment, MP4 and WebM comment (read by ffprobe in a process of its own), the file `NAME.pfm.json` beside a
/// PFM or `NAME.gif.json` beside a GIF that broke off, a performance as it is. None where there is no recipe
/// in it. Throws Error (Fault::job) for a file that cannot be read.
std::optional<std::string> recipe_text_of(const std::string& path);

/// parse_recipe() of it; the path is the subject of errors.
std::optional<Recipe> read_recipe(const std::string& path);

/// A performance beside its film, or by itself: written beside its place and renamed.
void write_recipe(const Recipe& recipe, const std::string& path);
/// The same of recipe_text().
void write_recipe_text(const std::string& text, const std::string& path);

/// Where the recipe of a picture stands whose format has no place for one: `NAME.pfm.json`; a GIF has its
/// place at its end, so that of one which is still recorded stands here, too.
std::string picture_sidecar(const std::string& path);
/// Puts `text` there; empty: takes away the recipe of the picture that was there before. Nothing where the
/// picture went to a pipe or a device.
void put_sidecar(const std::string& picture, const std::string& text);

/// SHA-256 of a file in 64 hexadecimal digits. Throws Error (Fault::job): missing, unreadable, not a regular
/// file.
std::string file_checksum(const std::string& path);
/// The same of bytes.
std::string checksum(std::span<const unsigned char> bytes);

}  // namespace droplet
