"""Every number a person may want to change, in one frozen object; unknown keys are refused."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """Settings of a run. The manifest keeps them whole, so a result can be traced to them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model_file: str = Field(default="", description="Linkage model to use; empty means the one shipped.")
    link_at: float = Field(
        default=0.98, ge=0.5, lt=1, description="Probability from which a land user is linked by the machine."
    )
    link_at_name_and_year: float = Field(
        default=0.999,
        ge=0.5,
        lt=1,
        description="The same where no number, day of birth, place or household speaks beside the name and the year.",
    )
    review_at: float = Field(
        default=0.2,
        gt=0,
        lt=1,
        description="Probability of all candidates together from which they are worth a look; else nobody was found.",
    )
    lead_bits: float = Field(
        default=3.0,
        ge=0,
        description="Match weight (log2) by which the best candidate must lead the runner-up to be linked.",
    )
    candidates_shown: int = Field(default=3, ge=1, le=10, description="Candidates shown for a land user to review.")
    pairs_per_mention: int = Field(
        default=200, ge=1, description="Gate: more candidate pairs per mention than this, on average, stops the ward."
    )
    training_pairs: int = Field(
        default=4_000_000, ge=1000, description="Random pairs of strangers a model is trained on."
    )
    training_mentions: int = Field(default=100_000, ge=100, description="Land users, at most, a model is trained on.")
    training_rounds: int = Field(default=25, ge=1, description="Rounds of expectation maximisation.")
    area_tolerance_m2: float = Field(
        default=0.1, ge=0, description="Difference allowed between an area and the sum of its parts, m²."
    )
    first_certificate_year: int = Field(
        default=1988, description="No land-use certificate is older: the Land Law of 1987 began them."
    )
    adult_age_years: int = Field(default=18, ge=0, description="Land users younger than this are reported.")
    geohash_share: float = Field(
        default=0.02,
        gt=0,
        lt=1,
        description="Where a ward's box is not in the reference data: share of its parcel ids "
        "that a 4-letter beginning needs to count as inside the ward.",
    )
    row_key_salt: str = Field(
        default="landclean-row-key",
        min_length=16,
        description="Key of the hash that names rows without Guid; changing it renames them.",
    )
    groups_version: str = Field(
        default="quy tắc tạm 2026-11",
        description="Name of the rules for groups 1/2/3, printed on every report: the official table was not seen.",
    )
    sample_links: int = Field(
        default=50, ge=0, le=5000, description="Links of the machine drawn for blind checking in a run; 0 draws none."
    )
    sample_links_per_stratum: int = Field(
        default=5, ge=0, description="Of them at least so many of each kind of link, as far as there are any."
    )
    campaign_start: date | None = Field(
        default=None, description="First day of the campaign, for the burn-down; null begins with the first night."
    )
    campaign_end: date | None = Field(default=None, description="Last day of the campaign; null where none is set.")
    campaign_target: float = Field(
        default=1.0, gt=0, le=1, description="Share of parcels that shall be in group 1 at the campaign's end."
    )
    rows_per_book: int = Field(
        default=100_000,
        ge=1000,
        le=1_000_000,
        description="Discrepancies asked above which sai-lech.xlsx is split by hamlet: Excel grows slow beyond.",
    )
    recompute_after_days: int = Field(
        default=7,
        ge=1,
        le=366,
        description="An unchanged ward is computed anew after so many days: ages, paces and check samples move on.",
    )
    keep_runs_days: int = Field(
        default=30,
        ge=1,
        description="Days the checkpoints of a run are kept; each ward's newest finished run always is.",
    )
    keep_published_days: int = Field(
        default=0, ge=0, description="Days published sheets are kept; 0 keeps them for ever. The newest always are."
    )
    keep_receipts_days: int = Field(
        default=0, ge=0, description="Days receipts and taken-in sheets are kept; 0 keeps them for ever."
    )
    drift_nights: int = Field(
        default=14, ge=3, description="Published days whose rates tonight's are compared with, for warnings of drift."
    )
    drift_share: float = Field(
        default=0.05,
        gt=0,
        lt=1,
        description="A rate of 50 % may leave the band of those days by so much before it is told; by less the nearer "
        "it is to 0 or 100 %. A number of rows: by that part of itself.",
    )
    small_cell: int = Field(
        default=5, ge=1, description="Counts of people or parcels below this are suppressed in the city's roll-up."
    )
