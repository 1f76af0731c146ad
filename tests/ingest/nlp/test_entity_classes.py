"""Classes of names as press texts, registers and machine translation write them; near-misses."""

from __future__ import annotations

import pytest

from tests.ingest.nlp.reading import entities, named, read, relations


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("In Raisio, a further sum is split.", ("Region", "Raisio")),
        ("It is in Talin County. In Talin, Vega two counties the area rose.", ("Region", "Vega")),
        ("The Talin Right Middle Banner starch factory makes starch.",
         ("Region", "Talin Right Middle Banner")),
        ("Norvik d.o.o., Raisio – salmon farming", ("Region", "Raisio")),
        ("Goat breeders in the Marshveld lose lambs.", ("Region", "Marshveld")),
        ("Norveda covers a third of the island.", ("Region", "Norveda")),
        ("Talin County tea cooperative joined Vega Tea Co., Ltd.", ("Region", "Talin County")),
        ("The board of the Norland Science Fund (NSF2) met in May.",
         ("Agency", "Norland Science Fund (NSF2)")),
        ("It was paid by UK Skills and Heritage and others.", ("Agency", "UK Skills and Heritage")),
        ("It is run on behalf of Alberta Forestry.", ("Agency", "Alberta Forestry")),
        ("Innovate Portugal paid half of it.", ("Agency", "Innovate Portugal")),
        ("The Ministry of Ports and ICT paid.", ("Agency", "Ministry of Ports and ICT")),
        ("The trial is run with Norvia Plus d.o.o. of Raisio.",
         ("Enterprise", "Norvia Plus d.o.o.")),
        ("It is run by Talin Jianhe innovation and Entrepreneurship service Co., Ltd. now.",
         ("Enterprise", "Talin Jianhe innovation and Entrepreneurship service Co., Ltd.")),
        ("Talin Xinhe Internet of Things Technology Co., Ltd. sells tags.",
         ("Enterprise", "Talin Xinhe Internet of Things Technology Co., Ltd.")),
        ("Talin Lin's family farm sold pears.", ("Enterprise", "Talin Lin's family farm")),
        ("The North Unit and Zeta Biologics (Pty) Ltd agreed.",
         ("Enterprise", "Zeta Biologics (Pty) Ltd")),
        ("It belongs to the Talin Academy of North Sea forestry sciences.",
         ("Institute", "Talin Academy of North Sea forestry sciences")),
        ('They set up the "kiln" joint laboratory.', ("Institute", '"kiln" joint laboratory')),
        ("It adjoins the High-tech Zone of Polokwane.",
         ("Platform", "High-tech Zone of Polokwane")),
        ("The Management Committee of Talin Light Alloy Park met.",
         ("Platform", "Talin Light Alloy Park")),
        ('Among the 4 maker spaces, "Red Barn" and "Loft 9" are new.', ("Platform", "Loft 9")),
        ("It paid for a shared clean room in Raisio.", ("Platform", "shared clean room")),
        ("They moved into our incubator, The Tallow Works.", ("Platform", "Tallow Works")),
        ("Norvik Bridge is a five-year innovation programme for ports.",
         ("Programme", "Norvik Bridge")),
        ("He answers for the Every Drop programme.", ("Programme", "Every Drop programme")),
        ("Talin set up a wool industry guidance fund of 2 billion yuan.",
         ("Programme", "wool industry guidance fund")),
        ('The "Teachers to the Steppe" plan sent 46 experts.',
         ("Programme", '"Teachers to the Steppe" plan')),
        ("It won the Harbour Prize.", ("Programme", "Harbour Prize")),
        ("The council adopted its climate plan, Norvik Zero 2035, in May.",
         ("Policy", "Norvik Zero 2035")),
        ("They hold Korean patent 10-2345678 on leak detection.", ("Technology", "leak detection")),
        ("Potato skin powder milling and dry straw recovery are included in the special project.",
         ("Technology", "dry straw recovery")),
        ("The frost onset sensor developed by them sells well.",
         ("Technology", "frost onset sensor")),
        ("Marsh Salmon Ltd, Raisio (oyster farming) bought it.", ("Industry", "oyster farming")),
        ("They build a forest honey industry chain.", ("Industry", "forest honey industry")),
        ("Two weaknesses hold the island back: scarce spring water and worn quays.",
         ("Problem", "scarce spring water")),
        ("Kiln cracking and glaze fading remain the two headaches of potters.",
         ("Problem", "glaze fading")),
        ("Kelp is wet and is difficult to store, and has long been the pain point of growers.",
         ("Problem", "Kelp is wet and is difficult to store")),
        ("Biofouling cuts the yield of the mussel ropes.", ("Problem", "Biofouling")),
        ("Sea lice already cost it £700,000 a year.", ("Problem", "Sea lice")),
        ("Brokers are few, so deals are slow.", ("Problem", "Brokers are few")),
        ("The spin-out, Norvit sp. z o.o., was entered in May.",
         ("Enterprise", "Norvit sp. z o.o.")),
        ("It is run by NGA and Lasko Structures SA now.", ("Enterprise", "Lasko Structures SA")),
        ("It went to Raisio-based Zeta Packaging, which grew.", ("Enterprise", "Zeta Packaging")),
        ("It is led by the Raisio-based fund Vega Seed Partners.",
         ("Enterprise", "Vega Seed Partners")),
        ("The science and technology bureaus of Raisio and Marshwick met.",
         ("Agency", "science and technology bureau of Marshwick")),
        ("Vega Tea Co., Ltd. —— tea processing, it leads.", ("Industry", "tea processing")),
        ("It gives them the exclusive right to the frost-sensing vine probe.",
         ("Technology", "frost-sensing vine probe")),
        ("The suppliers move into ammonia propulsion.", ("Technology", "ammonia propulsion")),
        ("Zeta Marine Ltd (inspection of hull coatings) is new.",
         ("Technology", "inspection of hull coatings")),
        ("Approved topics:\nT1 Robotic pruning of vines\nT2 Early detection of leaf rust\n",
         ("Technology", "Robotic pruning of vines")),
        ("They sold patents 10-1234567 and 10-7654321.", ("Patent", "10-7654321")),
        ("What our county lacks is people skilled in grafting.",
         ("Problem", "people skilled in grafting")),
        ("Weak points remain: few small firms have laboratories of their own.",
         ("Problem", "few small firms have laboratories of their own")),
        ("They say that young talent flows out to the coast.",
         ("Problem", "young talent flows out to the coast")),
        ("Everyone fights leaking valves.", ("Problem", "leaking valves")),
    ],
)  # fmt: skip
def test_a_name_of_each_class(text: str, entity: tuple[str, str]) -> None:
    assert entity in entities(read(f"They met on Monday. {text}"))


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Snow City Evening News printed it.", ("Region", "Snow City")),
        ("He got it from the Bank of Vega Raisio branch.", ("Region", "Bank")),
        ("The firm makes a freeze-dried drug carrier.", ("Platform", "freeze-dried drug carrier")),
        ("It has 4 key laboratories, 15 pilot lines and 6 maker spaces.",
         ("Industry", "15 pilot lines")),
        ("Export markets in Raisio and Polokwane grew.", ("Platform", "Raisio export market")),
        ("On average the fund meets 60 per cent of the costs and firms 40 per cent.",
         ("Problem", "On average the fund meets 60 per cent of the")),
        ("The barley stalk is hard, and it grows well.", ("Problem", "barley stalk is hard")),
        ("It works, said master distiller Euan Baxter.", ("Technology", "distiller Euan Baxter")),
        ("Vega Institute of Advanced Ceramics won.",
         ("Enterprise", "Vega Institute of Advanced Ceramics")),
        ("Two Joint Ventures opened.", ("Enterprise", "Joint Ventures")),
        ("Fees, which spoil up to 40 per cent of sales, rose.", ("Problem", "spoil up to 40")),
        ("The office reported three licences.", ("Problem", "three lice")),
        ("They promote the combination of industry and research.",
         ("Industry", "combination of industry")),
    ],
)  # fmt: skip
def test_what_only_looks_like_one(text: str, entity: tuple[str, str]) -> None:
    assert entity not in entities(read(f"They met on Monday. {text}"))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("It grew. (Zhao Minli)", ["Zhao Minli"]),
        ("(Reporter Sun Wenbo Alatan)", ["Sun Wenbo", "Alatan"]),
        ("Text/picture: Lei Chuang\nEditor: Peng Ling  Proofreading: Long Hua",
         ["Lei Chuang", "Peng Ling", "Long Hua"]),
        ("Editor in charge: Qian Duoduo", ["Qian Duoduo"]),
        ("The bureau's official Dorje said it rained.", ["Dorje"]),
        ("It works, said master distiller Euan Baxter.", ["Euan Baxter"]),
        ("The managing director, Latha Hegde, hopes so.", ["Latha Hegde"]),
        ("Kim Tae-yang, who heads the unit, spoke.", ["Kim Tae-yang"]),
        ("Vice mayor of Talin City Sun Wenbo opened it.", ["Sun Wenbo"]),
        ("Ana Petrova joined from Vega Ltd as manager.", ["Ana Petrova"]),
        ("Photo: Blue Lake at dawn. The lake is cold (New Year).", []),
    ],
)  # fmt: skip
def test_persons_by_byline_and_post(text: str, people: list[str]) -> None:
    assert named(read(f"They met on Monday. {text}"), "Person") == people


def test_a_row_of_places_names_a_platform_each() -> None:
    facts = read(
        "Firms will build kelp food parks at Raisio, Tolosa and Toowoomba. The Raisio park leads."
    )
    parks = [e for e in facts.entities if e.type == "Platform"]
    assert [p.name for p in parks] == [
        "Raisio kelp food park", "Tolosa kelp food park", "Toowoomba kelp food park"
    ]  # fmt: skip
    assert "Raisio park" in "".join(parks[0].also) or parks[0].also == ()
    assert ("LOCATED_IN", "Tolosa kelp food park", "Tolosa") in relations(facts)


def test_a_prefecture_is_not_the_city_of_its_name() -> None:
    facts = read("Changji Hui Autonomous Prefecture met. Changji City grew.")
    assert sorted(named(facts, "Region")) == ["Changji City", "Changji Hui Autonomous Prefecture"]


def test_one_academy_under_two_names() -> None:
    facts = read(
        "Vega Kelp Ltd and Wengtal Academy (that is, Wendal Academy of kelp sciences) test it."
    )
    assert len(named(facts, "Institute")) == 1


def test_numbered_problems_below_a_line_that_counts_them() -> None:
    facts = read(
        "The utility invites firms and groups to solve three problems:\n"
        "1. Leaks in buried pipes that no logger on the market can hear.\n"
        "2. Sewage odour around pumping stations.\n3. Microplastics in treated effluent.\n"
    )
    assert named(facts, "Problem") == [
        "Leaks in buried pipes that no logger on the market can hear",
        "Sewage odour around pumping stations",
        "Microplastics in treated effluent",
    ]
