import type { GroceryDictionary } from '../grocery-dictionary.ts';

/** Portuguese, of Portugal and Brazil side by side (`sumo` and `suco`, `fiambre` and `presunto`). The first word tells what a thing is. */
export const pt: GroceryDictionary = {
  head: 'first',
  stem: (word) =>
    word.length > 3
      ? word
          .replace(/(?:oes|aes)$/, 'ao')
          .replace(/ais$/, 'al')
          .replace(/eis$/, 'el')
          .replace(/ns$/, 'm')
          .replace(/s$/, '')
          .replace(/(?<=..)e$/, '')
      : word,
  splitters: '',
  containers:
    'bandeja|barra|caixa|caixas|cacho|colher|copo|dente|duzia|embalagem|fatia|fatias|frasco|garrafa|garrafas|lata|latas|litro|maco|meia duzia|molho|pacote|pacotes|pedaco|pe|pote|potes|quilo|ramo|rede|rolo|saco|sacos|saqueta|tablete|unidade|vidro',
  tins: 'latas?|frasco|vidro',
  of: 'd[eoa]s? ',
  marks: [
    ['Baby', '(?:(?:de|para) (?:o )?bebes?|infantil)'],
    [
      'Pet',
      '(?:para |de )?(?:os |o )?(?:caes|cao|cachorros?|gatos?|peixes de aquario|passaros?|animais|hamsters?)(?! quente)',
    ],
    ['Frozen', '(?:ultra)?congelad[oa]s?'],
    ['Pantry', '(?:em|de) (?:lata|conserva|po|calda)|enlatad[oa]s?'],
  ],
  names: {
    Produce:
      'abacate,abacaxi,abóbora,abobrinha,acelga,acerola,agrião,aipim,aipo,alface,alecrim fresco,alho,ameixa,amora,ananás,aspargo,espargos,banana,batata,batatas,berinjela,beringela,beterraba,brócolis,brócolos,cará,caqui,dióspiro,cebola,cebolinha,cebolinho,cenoura,cereja,cheiro-verde,chicória,chuchu,clementina,coco,coentro,coentros,cogumelo,cogumelos,couve,damasco,endívia,erva-doce,ervas frescas,ervilha-torta,escarola,espinafre,espinafres,figo,framboesa,fruta,frutas,frutos vermelhos,funcho,gengibre,goiaba,grelos,groselha,hortelã,inhame,jabuticaba,jaca,jiló,kiwi,laranja,legumes,limão,lima,lichia,maçã,mandioca,mandioquinha,manga,manjericão,maracujá,marmelo,melancia,melão,milho verde,mirtilo,morango,nabo,nabiça,nectarina,papaia,mamão,palmito fresco,pepino,pera,pêssego,pimenta fresca,malagueta,pimentão,pimento,pimentos,pinha,pitaia,quiabo,rabanete,repolho,romã,rúcula,salada,salsa,salsão,salsinha,tangerina,mexerica,bergamota,tomate,tomates,toranja,uva,uvas,vagem,feijão verde,verdura,verduras,castanhas,courgette,alcachofra,rábano',
    Bakery:
      'pão de queijo,bagel,baguete,bisnaguinha,bolo,brioche,broa,brownie,carcaça,ciabatta,croissant,donut,empada,focaccia,folhado,massa folhada doce,muffin,panetone,panqueca,pão,pãezinhos,papo-seco,pastel,quiche,rosca,sanduíche,sonho,torta,tarte,tortilha,tortilhas,waffle,wraps,queque,bola de berlim,coxinha,salgados,cuca,arrufada',
    'Dairy & eggs':
      'bebida de aveia,bebida de soja,bebida de amêndoa,brie,camembert,creme de leite,feta,gouda,gema,iogurte,iogurtes,kefir,leite,manteiga,margarina,mascarpone,mozarela,muçarela,mussarela,nata,natas,ovo,ovos,parmesão,pudim,queijo,requeijão,ricota,skyr,chantilly,coalhada,petit suisse,mousse,gelatina pronta,danoninho,yakult,arroz-doce',
    'Meat & fish':
      'acém,alcatra,almôndegas,amêijoas,atum fresco,bacalhau,bacon,bife,bifes,cabrito,camarão,camarões,caranguejo,carne,chouriço,contrafilé,cordeiro,borrego,costela,costeleta,costelinha,coxão mole,cupim,dourada,entrecosto,fiambre,fígado,filé,fraldinha,frango,galinha,gambas,hambúrguer,hambúrgueres,lagosta,leitão,linguado,linguiça,lombo,lula,lulas,mariscos,maminha,merluza,mexilhão,mortadela,ostra,panceta,pato,patinho,peixe,pernil,peru,pescada,picanha,polvo,porco,presunto,robalo,salame,salmão,salsicha,salsichas,sardinha,siri,tamboril,tilápia,toucinho,truta,vaca,vitela,chouriça,alheira,farinheira,morcela,paio,entremeada,delícias do mar,tofu,costelas,febras,cação,pintado',
    Frozen:
      'douradinhos,gelado,gelados,gelo,nuggets,picolé,pizza,polpa de fruta,sorvete,sorvetes,empanado,rissóis,croquetes,barras de peixe,sorbet,açaí',
    Pantry:
      'açafrão,açúcar,adoçante,alcaparras,alecrim,arroz,atum,azeite,azeitona,azeitonas,aveia em farinha,bicarbonato,cacau,caldo,canela,caril,chia,chocolate em barra culinário,coco ralado,colorau,cominho,cominhos,concentrado de tomate,conserva,cravinho,cravo,cuscuz,curry,cúrcuma,ervilha,ervilhas,esparguete,espaguete,especiarias,extrato de tomate,farinha,farofa,feijão,feijões,fermento,fubá,gelatina,grão,ketchup,lasanha,lentilha,lentilhas,leite condensado,leite de coco,linhaça,louro,macarrão,maionese,maisena,massa,massas,milho,molho,molho de soja,molho de tomate,shoyu,mostarda,nhoque,noz-moscada,óleo,orégano,orégãos,palmito,pão ralado,páprica,passata,penne,pesto,pickles,picles,pimenta,pimentão doce,polpa de tomate,polvilho,puré de batata,quinoa,ramen,ravioli,sal,salsa seca,sêmola,sementes de chia,sementes de linhaça,sésamo,gergelim,sopa,talharim,tapioca,tempero,temperos,tomate pelado,tomilho,trigo,vinagre,baunilha,doce de leite,miojo,bulgur,húmus,creme de milho,granulado,gotas de chocolate,goiabada,marmelada,tremoços conserva,tahine,couscous,nori,wasabi,seleta de legumes',
    Breakfast:
      'aveia,cereais,cereal,chocolate em pó,achocolatado,compota,creme de avelã,creme de amendoim,doce de morango,flocos de milho,geleia,granola,manteiga de amendoim,mel,müsli,muesli,nutella,papas de aveia,pasta de amendoim,sucrilhos,tostas,torradas,xarope de ácer,corn flakes,barra de cereal matinal',
    Snacks:
      'amêndoa,amêndoas,amendoim,amendoins,avelã,avelãs,bala,balas,barra de cereais,barra de proteína,barrinha,batata palha,batatas fritas,biscoito,biscoitos,bolacha,bolachas,bombom,bombons,caju,caramelos,castanha,chiclete,pastilhas elásticas,chocolate,chocolates,cookies,damascos secos,drops,frutas secas,frutos secos,gomas,guloseimas,jujuba,nozes,noz,ovos de páscoa,paçoca,passas,uvas-passas,pipoca,pipocas,pirulito,chupa-chupa,pistache,pistácio,pistácios,rebuçados,salgadinho,salgadinhos,sementes de girassol,sementes de abóbora,tremoços,tâmaras,marshmallow,nachos,doritos,cream cracker,ameixas secas,pretzel,rapadura,torrone,wafer,bis,pé de moleque,petiscos,suspiros',
    Drinks:
      'café em pó,água,aguardente,bebida energética,cachaça,café,caipirinha,cerveja,cervejas,champanhe,espumante,chá,chimarrão,cola,conhaque,energético,gim,gin,guaraná,ice tea,infusão,isotônico,licor,limonada,mate,néctar,refrigerante,refrigerantes,rum,sangria,sidra,suco,sucos,sumo,sumos,tequila,tônica,vinho,vodka,vodca,whisky,uísque,kombucha,smoothie,chocolate quente,cappuccino,cevada,camomila,batida,groselha xarope,vitamina de banana',
    Household:
      'lixívia,água sanitaria,amaciante,amaciador,ambientador,aromatizador,balde,bombril,palha de aço,copos descartáveis,copos de plástico,desengordurante,desinfetante,desentupidor,detergente,escova sanitária,esfregão,esponja,esponjas,filme plástico,película aderente,filtros de café,fósforos,guardanapo,guardanapos,inseticida,lâmpada,lâmpadas,lava-loiça,lava-louças,limpa-vidros,limpador,limpeza,limpa tudo,lustra-móveis,luvas,mata-mosquitos,pá de lixo,palhinhas,canudos,palitos,pano,panos,papel alumínio,papel de alumínio,papel higiénico,papel toalha,papel de cozinha,papel manteiga,papel vegetal,pastilhas para a máquina,pastilhas da máquina da loiça,pilha,pilhas,pinho sol,prato descartável,rodo,rolo de cozinha,sacos de lixo,sacos de congelação,saquinhos,sabão,sabão em pó,sal para a máquina,tira-manchas,tira-nódoas,vanish,vassoura,vela,velas,abrilhantador,alvejante,multiusos,multiuso,cera de chão,molas da roupa,prendedor,lenço de papel,cabides,papel filme,acendalhas,bateria,saco do lixo',
    'Personal care':
      'absorvente,absorventes,acetona,água micelar,algodão,amaciador de cabelo,antisséptico,aparelho de barbear,aspirina,band-aid,batom,bálsamo labial,champô,shampoo,xampu,colónia,condicionador,cotonete,cotonetes,creme,curativo,curativos,demaquilante,desodorante,desodorizante,dipirona,elixir,enxaguante bucal,escova de cabelo,escova de dentes,esmalte,espuma de barbear,esfoliante,filtro solar,fio dental,gaze,gel,hidratante,ibuprofeno,lâminas,lenços,lentes de contato,lentes de contacto,lixa de unhas,loção,maquiagem,maquilhagem,máscara,medicamentos,paracetamol,pasta de dentes,pensos,pente,perfume,preservativos,camisinha,protetor labial,protetor solar,repelente,rímel,sabonete,sabonetes,soro fisiológico,tampões,tampão,termômetro,tinta de cabelo,vaselina,verniz,vitamina,vitaminas,xarope para a tosse,laca,talco,remédio,remédios,pastilhas para a garganta,cera depilatória,protetor diário',
    Baby: 'babete,babador,biberão,biberões,chupeta,chupetas,creme de fralda,creme para assaduras,fralda,fraldas,leite de fórmula,leite de transição,mamadeira,mamadeiras,mordedor,papa,papinha,papas,pomada para assaduras,toalhitas,hipoglós,lenço umedecido,boiões,discos de amamentação,leite nan',
    Pet: 'alpiste,areia,coleira,feno,ração,antipulgas,tapete higiênico,trela,comida para peixes,serragem',
    Other:
      'adubo,agulhas,balão,balões,bilhete de lotaria,brinquedo,buquê,cadeado,caderno,caneta,canetas,carregador,carta,cartão,cartolina,carvão,chocolate de presente,cigarros,cola,envelope,envelopes,fita adesiva,fita-cola,durex,flor,flores,folhas a4,giz,isqueiro,jornal,lápis,lenha,livro,papel,planta,plantas,pilhas de livros,presente,prenda,revista,rosas,selo,selos,sementes,super bonder,supercola,tabaco,tesoura,tinta,tinteiro,toner,velas de aniversário,vaso,guarda-chuva,borracha escolar,corda,grampos,parafusos,meias,guirlanda,árvore de natal,marcadores,autocolantes',
  },
};
